package org.jdbmail.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between Postfix and the LMTP server, passes everything on unchanged, and keeps each message that Postfix handed
 * over, with the dots that hide leading dots taken off.
 */
final class RecordingRelay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final int target;

    /** Starts one in front of this port. */
    RecordingRelay(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    int port() {
        return listener.getLocalPort();
    }

    /** The messages handed over so far. */
    List<byte[]> messages() {
        return List.copyOf(messages);
    }

    /** How many these are. */
    int count() {
        return messages.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Session session = new Session();
                Thread.ofPlatform().daemon().start(() -> copy(client, server, session::fromClient));
                Thread.ofPlatform().daemon().start(() -> copy(server, client, session::fromServer));
            } catch (IOException e) {
                // Closed, or the server is not there: the client then sees a connection that ends.
            }
        }
    }

    /** Sees a line that is about to be passed on. */
    private interface Eye {
        void line(byte[] line);
    }

    /** Reads whole lines, shows them, and passes on what is there before it waits for more. */
    private static void copy(Socket from, Socket to, Eye eye) {
        try (from;
                to) {
            InputStream in = new BufferedInputStream(from.getInputStream(), 1 << 16);
            OutputStream out = to.getOutputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ByteArrayOutputStream pending = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b == '\n') {
                    eye.line(line.toByteArray());
                    line.writeTo(pending);
                    line.reset();
                    if (pending.size() > 60_000 || in.available() == 0) {
                        pending.writeTo(out);
                        pending.reset();
                    }
                }
            }
        } catch (IOException e) {
            // One side is gone; closing both is all there is to do.
        }
    }

    /** What is known about one connection. Content begins after a 354, which the client has to wait for. */
    private final class Session {
        private volatile boolean inContent;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        void fromServer(byte[] line) {
            if (line.length > 3 && line[0] == '3' && line[1] == '5' && line[2] == '4') {
                inContent = true;
            }
        }

        void fromClient(byte[] line) {
            if (!inContent) {
                return;
            }
            if (line.length == 3 && line[0] == '.') {
                messages.add(content.toByteArray());
                content.reset();
                inContent = false;
            } else {
                int from = line[0] == '.' ? 1 : 0;
                content.write(line, from, line.length - from);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
