import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A calculator server that climbs the whole ladder: a thread for each client, and no library but Java's own. */
class Server {
    static final int MAX_CLIENTS = 2_000; // threads
    static final int DRAIN_TIMEOUT = 4_000; // milliseconds for the whole shutdown

    private final Semaphore permits = new Semaphore(MAX_CLIENTS);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean isShuttingDown = false;

    public static void main(String[] arguments) throws Exception {
        new Server().run(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().halt(0);
    }

    // ANCHOR: main
    private void run(InetAddress address, int port) throws Exception {
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            isShuttingDown = true;
            try {
                main.join();
            } catch (InterruptedException interrupted) {
                // The process ends now.
            }
        }));
        try (var listener = new ServerSocket(port, 4096, address)) {
            System.out.println("listening on " + listener.getLocalSocketAddress());
            acceptConnections(listener);
        }
        // All connections have ended when all permits have come back.
        permits.tryAcquire(MAX_CLIENTS, DRAIN_TIMEOUT, TimeUnit.MILLISECONDS);
    }
    // ANCHOR_END: main

    // ANCHOR: accept
    private void acceptConnections(ServerSocket listener) throws Exception {
        while (true) {
            boolean isLastLook = isShuttingDown;
            listener.setSoTimeout(isLastLook ? 1 : Connection.POLL_INTERVAL);
            try {
                start(listener.accept());
            } catch (SocketTimeoutException nobody) {
                if (isLastLook) return;
            } catch (IOException error) {
                Thread.sleep(100); // No descriptor is free, for instance. Pause, and try again.
            }
        }
    }

    private void start(Socket client) throws IOException {
        boolean isPermitted = permits.tryAcquire();
        var connection = new Connection(client, () -> isShuttingDown);
        try {
            threads.execute(() -> {
                try {
                    if (isPermitted) connection.handle();
                    else connection.reject();
                } finally {
                    if (isPermitted) permits.release();
                }
            });
        } catch (OutOfMemoryError error) { // The system allows no more threads.
            if (isPermitted) permits.release();
            client.close();
        }
    }
    // ANCHOR_END: accept
}
