// A calculator as many tutorials begin: one client at a time, one read a request, two numbers and an operator.
//
// Run it:    java starters/java/Server.java localhost 1081
// Judge it:  cargo conformance calculator -- java starters/java/Server.java
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.regex.Pattern;

class Server {
    public static void main(String[] arguments) throws Exception {
        var address = InetAddress.getByName(arguments[0]);
        var listener = new ServerSocket(Integer.parseInt(arguments[1]), 50, address);
        System.out.println("Waiting for clients on " + listener.getLocalSocketAddress());
        while (true) {
            var client = listener.accept();
            System.out.println("Connected: " + client.getRemoteSocketAddress());
            var buffer = new byte[1024];
            int count;
            while ((count = client.getInputStream().read(buffer)) != -1) {
                var reply = calculate(new String(buffer, 0, count)) + "\n";
                client.getOutputStream().write(reply.getBytes());
            }
            client.close();
        }
    }

    static String calculate(String request) {
        var operation = Pattern.compile("\\s*(\\S+?)\\s*([-+*/])\\s*(\\S+)\\s*").matcher(request);
        if (!operation.matches()) return "error: only a + b, a - b, a * b and a / b are understood";
        try {
            double a = Double.parseDouble(operation.group(1)), b = Double.parseDouble(operation.group(3));
            return "" + switch (operation.group(2)) {
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                default -> a / b;
            };
        } catch (NumberFormatException error) {
            return "error: " + error.getMessage();
        }
    }
}
