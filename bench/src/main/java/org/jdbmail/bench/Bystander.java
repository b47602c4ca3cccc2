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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A client that behaves, from an address of its own, while others don't: it has a session, and logs in anew now and then. */
final class Bystander implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.9";
    private static final int PATIENCE_MS = 60_000;

    private final Contestant.Ports ports;
    private final Session session;
    private final AtomicLong longestNoop = new AtomicLong();
    private final AtomicLong longestLogin = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();

    Bystander(Contestant.Ports ports) throws IOException {
        this.ports = ports;
        this.session = new Session(ports.imap());
    }

    private static final class Session implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;

        Session(int port) throws IOException {
            socket.bind(new InetSocketAddress(ADDRESS, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
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

    /** Behaves for that long. */
    void watch(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Thread logins = Thread.ofPlatform().start(() -> {
            while (System.nanoTime() < end) {
                measure(longestLogin, () -> new Session(ports.imap()).close());
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        });
        while (System.nanoTime() < end) {
            measure(longestNoop, () -> session.command("NOOP"));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        logins.join();
    }

    private interface Step {
        void take() throws IOException;
    }

    private void measure(AtomicLong longest, Step step) {
        long begin = System.nanoTime();
        try {
            step.take();
            longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        } catch (IOException e) {
            failures.incrementAndGet();
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    long longestNoop() {
        return longestNoop.get();
    }

    long longestLogin() {
        return longestLogin.get();
    }

    int failures() {
        return failures.get();
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
