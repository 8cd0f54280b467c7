import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One client: its requests, its replies, its end. */
class Connection {
    static final int IDLE_TIMEOUT = 60_000; // milliseconds to complete a line, or to take the replies
    static final int POLL_INTERVAL = 500; // after which a waiting thread looks for the shutdown
    static final int READ_TIMEOUT = 1_000; // during the shutdown, for a client that goes on sending
    static final int LINGER_TIMEOUT = 1_000;

    private final Socket client;
    private final BooleanSupplier isShuttingDown;
    private final byte[] buffer = new byte[4096];

    Connection(Socket client, BooleanSupplier isShuttingDown) {
        this.client = client;
        this.isShuttingDown = isShuttingDown;
    }

    // ANCHOR: errors
    static String replyTo(byte[] line) {
        if (line == null) return "error: the line is longer than 1024 bytes";
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            return Calculator.format(Calculator.calculate(text));
        } catch (CharacterCodingException error) {
            return "error: the line is not UTF-8";
        } catch (Calculator.Refused refused) {
            return "error: " + refused.getMessage();
        }
    }
    // ANCHOR_END: errors

    // ANCHOR: connection
    void handle() {
        try (client) {
            serve();
            closeGracefully();
        } catch (IOException gone) {
            // The client has gone. That is the end of this connection, and of nothing else.
        }
    }
    // ANCHOR_END: connection

    /** Says why there is no service. */
    void reject() {
        try (client) {
            send("busy: the server is full, try again later\n");
            closeGracefully();
        } catch (IOException gone) {
            // It has not waited for the reason.
        }
    }

    // ANCHOR: idle
    private void serve() throws IOException {
        var decoder = new LineDecoder();
        long deadline = now() + IDLE_TIMEOUT;
        long lastRead = Long.MAX_VALUE;
        while (now() < lastRead) {
            if (isShuttingDown.getAsBoolean() && lastRead == Long.MAX_VALUE) lastRead = now() + READ_TIMEOUT;
            boolean isLate = now() > deadline;
            boolean isLastLook = lastRead != Long.MAX_VALUE || isLate;
            client.setSoTimeout(isLastLook ? 1 : POLL_INTERVAL); // 0 would mean: without an end
            int count;
            try {
                count = client.getInputStream().read(buffer);
            } catch (SocketTimeoutException nothing) {
                if (isLastLook) return;
                continue;
            }
            var lines = count == -1 ? decoder.endOfStream() : decoder.feed(buffer, count);
            if (!lines.isEmpty()) {
                send(replies(lines));
                deadline = now() + IDLE_TIMEOUT;
            }
            if (count == -1 || (isLate && lines.isEmpty())) return;
        }
    }
    // ANCHOR_END: idle

    private static String replies(List<byte[]> lines) {
        var replies = new StringBuilder();
        for (var line : lines) replies.append(replyTo(line)).append('\n');
        return replies.toString();
    }

    // ANCHOR: send
    private static final ScheduledThreadPoolExecutor WATCHDOG = new ScheduledThreadPoolExecutor(1, work -> {
        var thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    static {
        WATCHDOG.setRemoveOnCancelPolicy(true); // or each task would stay in the queue for the whole timeout
    }

    private void send(String text) throws IOException {
        var timeout = WATCHDOG.schedule(this::reset, IDLE_TIMEOUT, TimeUnit.MILLISECONDS);
        try {
            client.getOutputStream().write(text.getBytes(UTF_8));
        } finally {
            timeout.cancel(false);
        }
    }

    private void reset() {
        try (client) {
            client.setSoLinger(true, 0);
        } catch (IOException closed) {
            // It has just ended by itself.
        }
    }
    // ANCHOR_END: send

    // ANCHOR: close
    /** If input were left unread, `close` would reset the connection and could destroy the last reply. */
    private void closeGracefully() throws IOException {
        client.shutdownOutput();
        long deadline = now() + LINGER_TIMEOUT;
        int discarded = 0;
        while (discarded < 64 * 1024 && now() < deadline) {
            client.setSoTimeout((int) Math.max(1, deadline - now()));
            int count = client.getInputStream().read(buffer);
            if (count == -1) return;
            discarded += count;
        }
    }
    // ANCHOR_END: close

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
