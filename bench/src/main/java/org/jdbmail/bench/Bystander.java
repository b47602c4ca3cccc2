package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A client that behaves, from an address of its own, while others don't: it has a session, and logs in anew now and then. */
final class Bystander implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.9";
    private static final int PATIENCE_MS = 60_000;

    private final Contestant.Ports ports;
    private final Session session;
    private final Waits noop = new Waits();
    private final Waits login = new Waits();
    private final Waits greeting = new Waits();
    private final AtomicInteger failures = new AtomicInteger();

    Bystander(Contestant.Ports ports) throws IOException {
        this.ports = ports;
        this.session = new Session(ports.imap());
    }

    private static final class Session implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Session(int port) throws IOException {
            socket = connect(port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            in.readLine();
            command("LOGIN " + Accounts.name(Accounts.SPREAD) + " " + Accounts.PASSWORD);
        }

        void command(String text) throws IOException {
            socket.getOutputStream().write(("x " + text + "\r\n").getBytes(US_ASCII));
            String line;
            do {
                line = in.readLine();
                if (line == null) {
                    throw new EOFException("the server has closed");
                }
            } while (!line.startsWith("x "));
            if (!line.startsWith("x OK")) {
                throw new IOException(line);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void greet(int port) throws IOException {
        try (Socket socket = connect(port)) {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("the server has closed");
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(ADDRESS, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** Behaves for that long. */
    void watch(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Thread logins = Thread.ofPlatform().start(() -> {
            while (System.nanoTime() < end) {
                measure(login, () -> new Session(ports.imap()).close());
                measure(greeting, () -> greet(ports.pop3()));
                measure(greeting, () -> greet(ports.lmtp()));
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        });
        while (System.nanoTime() < end) {
            measure(noop, () -> session.command("NOOP"));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        logins.join();
    }

    private interface Step {
        void take() throws IOException;
    }

    private void measure(Waits waits, Step step) {
        long begin = System.nanoTime();
        try {
            step.take();
            waits.add(System.nanoTime() - begin);
        } catch (IOException e) {
            failures.incrementAndGet();
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    /** What it felt. */
    Attacks.Felt felt(String attack) {
        return new Attacks.Felt(attack, noop, login, greeting, failures.get());
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
