// A calculator as many tutorials begin: one client at a time, and one read for each request.
//
// Run it:    java starters/java/Server.java localhost 1081
// Judge it:  cargo conformance calculator -- java starters/java/Server.java
import java.net.InetAddress;
import java.net.ServerSocket;

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

    static String text; // the request without blanks
    static int at;

    static String calculate(String request) {
        text = request.replaceAll("\\s", "") + "\n";
        at = 0;
        try {
            var value = sum();
            return accepts('\n') ? "" + value : "error: what is " + text.charAt(at) + "?";
        } catch (NumberFormatException error) {
            return "error: " + error.getMessage();
        }
    }

    static double sum() {
        double total = 0, product = factor();
        while (true) {
            if (accepts('*')) product *= factor();
            else if (accepts('/')) product /= factor();
            else if (accepts('+')) { total += product; product = factor(); }
            else if (accepts('-')) { total += product; product = -factor(); }
            else return total + product;
        }
    }

    static double factor() {
        if (accepts('-')) return -factor();
        if (accepts('+')) return factor();
        if (accepts('(')) {
            var value = sum();
            accepts(')');
            return value;
        }
        var start = at;
        while ("0123456789.".indexOf(text.charAt(at)) >= 0) at++;
        return Double.parseDouble(text.substring(start, at));
    }

    static boolean accepts(char wanted) {
        if (text.charAt(at) != wanted) return false;
        at++;
        return true;
    }
}
