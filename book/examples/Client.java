import java.io.*;
import java.net.*;
import java.util.Arrays;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Asks a calculator server each expression of the command line. */
class Client {
    public static void main(String[] arguments) throws IOException {
        try (var connection = new Socket()) {
            connection.connect(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 5000);
            connection.setSoTimeout(5000);
            var replies = new BufferedReader(
                new InputStreamReader(connection.getInputStream(), UTF_8));
            for (var expression : Arrays.asList(arguments).subList(2, arguments.length)) {
                connection.getOutputStream().write((expression + "\n").getBytes(UTF_8));
                // At the end of the stream this gives half a line as if it were whole.
                var reply = replies.readLine();
                if (reply == null) {
                    throw new EOFException("the server went away");
                }
                System.out.println(reply);
            }
        }
    }
}
