package org.jdbmail.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jdbmail.testkit.mail.GeneratedMail;
import org.jdbmail.testkit.mail.MailGenerator;

/** Delivers mail by LMTP, over one or several sessions at once, and counts what the server has acknowledged. */
final class LmtpLoad {
    private static final int DIFFERENT = 64;

    private LmtpLoad() {}

    /**
     * Deliveries in a second: every session sends messages of one size to accounts at random, one after another.
     *
     * @param sessions how many at once
     * @param time how long
     * @param size of each message in bytes
     */
    static double rate(int port, int sessions, Duration time, int size) throws IOException, InterruptedException {
        MailGenerator generator = new MailGenerator(sessions);
        List<byte[]> mail = new ArrayList<>();
        for (int i = 0; i < DIFFERENT; i++) {
            mail.add(Session.ended(generator.sized(size).bytes()));
        }
        AtomicInteger count = new AtomicInteger();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        inParallel(sessions, number -> {
            RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
            try (Session session = new Session(port)) {
                while (System.nanoTime() < end) {
                    String user = Accounts.name(1 + random.nextInt(Accounts.SPREAD));
                    session.deliver(user, mail.get(random.nextInt(DIFFERENT)));
                    count.incrementAndGet();
                }
            }
        });
        return count.get() * 1e9 / (System.nanoTime() - begin);
    }

    /** Delivers a message to each account, one after another: what makes the mailboxes where they are made so. */
    static void first(int port) throws IOException {
        byte[] message = stuffed(new MailGenerator(0, 1_000).next());
        try (Session session = new Session(port)) {
            for (int i = 1; i <= Accounts.SPREAD; i++) {
                session.deliver(Accounts.name(i), message);
            }
        }
    }

    /** Fills a mailbox with realistic mail of some KB each. */
    static void fill(int port, String user, int messages) throws IOException, InterruptedException {
        int sessions = 16;
        AtomicInteger left = new AtomicInteger(messages);
        inParallel(sessions, number -> {
            MailGenerator generator = new MailGenerator(1000 + number, 8_000);
            try (Session session = new Session(port)) {
                while (left.getAndDecrement() > 0) {
                    session.deliver(user, stuffed(generator.next()));
                }
            }
        });
    }

    // RFC 5321 §4.5.2
    private static byte[] stuffed(GeneratedMail mail) {
        return Session.ended(mail.text().replace("\r\n.", "\r\n..").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What one of several threads does. */
    private interface Part {
        void run(int number) throws IOException;
    }

    private static void inParallel(int threads, Part part) throws IOException, InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Integer>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                parts.add(() -> {
                    part.run(number);
                    return number;
                });
            }
            for (Future<Integer> each : pool.invokeAll(parts)) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a session failed: " + e.getCause(), e);
        }
    }

    /**
     * An LMTP session that delivers messages one after another, with as few system calls as there can be: the load must not
     * take the processors from what it measures.
     */
    static final class Session implements AutoCloseable {
        private static final String END = ".\r\n";

        private final SocketChannel channel;
        private final ByteBuffer replies = ByteBuffer.allocate(4096).flip();

        Session(int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            expect("220");
            send(ByteBuffer.wrap(bytes("LHLO bench\r\n")));
            expect("250");
        }

        /** A message, whose lines don't begin with a single dot, as {@link #deliver} sends it. */
        static byte[] ended(byte[] message) {
            return bytes(new String(message, StandardCharsets.ISO_8859_1) + END);
        }

        /** Delivers a message that is {@link #ended}, and returns when it is acknowledged. */
        void deliver(String user, byte[] ended) throws IOException {
            send(ByteBuffer.wrap(bytes("MAIL FROM:<sender@example.org>\r\nRCPT TO:<" + user + ">\r\nDATA\r\n")));
            expect("250");
            expect("250");
            expect("354");
            send(ByteBuffer.wrap(ended));
            expect("250");
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        private void send(ByteBuffer all) throws IOException {
            while (all.hasRemaining()) {
                channel.write(all);
            }
        }

        /** Reads a reply to its last line (RFC 5321 §4.2.1). */
        private void expect(String code) throws IOException {
            String line = line();
            while (line.startsWith(code + "-")) {
                line = line();
            }
            if (!line.startsWith(code)) {
                throw new IOException("expected " + code + ", got " + line);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                while (replies.hasRemaining()) {
                    char next = (char) replies.get();
                    if (next == '\n') {
                        return line.toString();
                    }
                    line.append(next);
                }
                replies.clear();
                if (channel.read(replies) < 0) {
                    throw new EOFException("the server closed the connection after " + line);
                }
                replies.flip();
            }
        }

        @Override
        public void close() throws IOException {
            send(ByteBuffer.wrap(bytes("QUIT\r\n")));
            channel.close();
        }
    }
}
