package org.jdbmail.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.testkit.net.TrustAll;

/**
 * The clients of {@link Idle}, in a process of their own, since each takes a descriptor: logs in so many times over TLS, selects a mailbox, begins to
 * idle, says {@code ready}, and stays until its standard input ends. Arguments: the port, and how many.
 */
public final class IdleClients {
    private static final int AT_A_TIME = 16;
    private static final int PATIENCE_MS = 300_000;

    /** Ports of one address are not enough for very many. */
    private static final int FROM_ONE_ADDRESS = 5_000;

    private final int port;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private IdleClients(int port, int count) {
        this.port = port;
        this.count = count;
    }

    public static void main(String[] arguments) throws Exception {
        IdleClients clients = new IdleClients(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        Thread[] threads = new Thread[AT_A_TIME];
        for (int i = 0; i < AT_A_TIME; i++) {
            threads[i] = Thread.ofPlatform().start(clients::openSome);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(clients.troubles.isEmpty() ? "ready" : clients.troubles.getFirst());
        while (System.in.read() >= 0) {
            // Whoever started this says when it is over, by closing.
        }
        System.exit(0);
    }

    private void openSome() {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                open.add(idle(i));
            }
        } catch (IOException | RuntimeException e) {
            troubles.add("after " + open.size() + ": " + e);
        }
    }

    private Socket idle(int number) throws IOException {
        Socket plain = new Socket();
        byte[] from = {127, 0, 0, (byte) (2 + number / FROM_ONE_ADDRESS)};
        plain.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MS);
        Socket socket = TrustAll.context().getSocketFactory().createSocket(plain, "localhost", port, true);
        // What it reads by is forgotten once it idles.
        InputStream in = new BufferedInputStream(socket.getInputStream());
        awaitLine(in, "* OK");
        String user = Accounts.name(1 + number % Accounts.SPREAD);
        say(socket, "a LOGIN " + user + " " + Accounts.PASSWORD);
        awaitLine(in, "a OK");
        say(socket, "b SELECT INBOX");
        awaitLine(in, "b OK");
        say(socket, "c IDLE");
        awaitLine(in, "+");
        return socket;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads up to a line that begins so; any other tagged line is a refusal. */
    private static void awaitLine(InputStream in, String start) throws IOException {
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the server closed the connection after " + line);
                }
                line.append((char) next);
            }
            if (line.indexOf(start) == 0) {
                return;
            }
            if (line.charAt(0) != '*') {
                throw new IOException("refused: " + line);
            }
        }
    }
}
