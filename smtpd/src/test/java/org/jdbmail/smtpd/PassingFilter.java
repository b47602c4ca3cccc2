package org.jdbmail.smtpd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A content filter that passes all that is said on to a server, and its answers back, as clamsmtp does. */
final class PassingFilter implements AutoCloseable {
    private final ServerSocket server;
    private volatile InetSocketAddress behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    PassingFilter() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** To whom it passes from now on. */
    void passTo(InetSocketAddress address) {
        behind = address;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket other = new Socket(behind.getAddress(), behind.getPort());
                Thread.ofPlatform().daemon().start(() -> pass(client, other));
                Thread.ofPlatform().daemon().start(() -> pass(other, client));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One of them is gone, and so is the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
