package org.jdbmail.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a server, and cuts each after so many octets from there. */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final long limit;
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingRelay(int target, long limit) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.limit = limit;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pass(client, server, Long.MAX_VALUE));
                Thread.ofVirtual().start(() -> pass(server, client, limit));
            }
        } catch (IOException e) {
            // It was closed.
            return;
        }
    }

    private void pass(Socket from, Socket to, long most) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[4096];
            long passed = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                passed += read;
                if (passed > most) {
                    cuts.incrementAndGet();
                    return;
                }
                out.write(piece, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
