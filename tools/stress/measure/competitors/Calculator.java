// A calculator in Java: a virtual thread for each client where there are such (from 21 on), else a thread.
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class Calculator {
    private final String text;
    private int at = 0;

    private Calculator(String text) { this.text = text; }

    private boolean eat(char letter) {
        while (at < text.length() && text.charAt(at) == ' ') at++;
        if (at < text.length() && text.charAt(at) == letter) { at++; return true; }
        return false;
    }

    private double factor() {
        if (eat('-')) return -factor();
        if (eat('(')) {
            double value = sum();
            if (!eat(')')) throw new IllegalArgumentException("a ) is missing");
            return value;
        }
        int start = at;
        while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) >= 0) at++;
        return Double.parseDouble(text.substring(start, at));
    }

    private double product() {
        double value = factor();
        while (true) {
            if (eat('*')) value *= factor();
            else if (eat('/')) value /= factor();
            else return value;
        }
    }

    private double sum() {
        double value = product();
        while (true) {
            if (eat('+')) value += product();
            else if (eat('-')) value -= product();
            else return value;
        }
    }

    private static String answer(String line) {
        try {
            Calculator calculator = new Calculator(line);
            double value = calculator.sum();
            if (!line.substring(calculator.at).isBlank()) return "error: something is left over";
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
        } catch (IllegalArgumentException error) {
            return "error: " + error.getMessage();
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            var writer = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream()));
            for (String line; (line = reader.readLine()) != null;) {
                writer.write(answer(line));
                writer.write('\n');
                writer.flush();
            }
        } catch (java.io.IOException gone) {
            // The client has left; there is nobody to tell.
        }
    }

    private static ExecutorService threads() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException older) {
            return Executors.newCachedThreadPool();
        }
    }

    public static void main(String[] arguments) throws Exception {
        var threads = threads();
        try (var listener = new ServerSocket(0, 4096, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("listening on 127.0.0.1:" + listener.getLocalPort());
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        }
    }
}
