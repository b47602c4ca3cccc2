package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.queue.QueueOptions;
import org.jdbmail.core.queue.QueueRunner;
import org.jdbmail.core.queue.RetrySchedule;
import org.jdbmail.core.queue.SmtpTransport;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.SmtpClient;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink;

/**
 * {@code ./x bench queue [MESSAGES] [DATABASE ...]}: how many messages a second go into the queue, each in a transaction of its own as
 * forwards do, and how many come out again, claimed, sent to a server that takes them all, and settled.
 */
public final class QueueRate {
    private static final int MESSAGES = 2_000;
    private static final int SENDERS = 4;
    private static final int OCTETS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final EnvelopeAddress US = new EnvelopeAddress("postmaster", "queue.test");

    private QueueRate() {}

    /** Measures on SQLite and PostgreSQL, or where the arguments say. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logging.quiet();
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean isCounted = !words.isEmpty() && words.getFirst().matches("\\d+");
        int messages = isCounted ? Integer.parseInt(words.removeFirst()) : MESSAGES;
        System.setProperty("jdbmail.databases.fsync", "true");
        for (String name : words.isEmpty() ? List.of("sqlite", "postgresql") : words) {
            try (TestDatabase database = TestDatabases.create(name)) {
                DatabaseConfig config = DatabaseConfig.of(database.url());
                if (!database.user().isEmpty()) {
                    config = config.withAccount(database.user(), database.password());
                }
                try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
                    run(store, messages / 10);
                    Rates rates = run(store, messages);
                    out.printf(
                            Locale.ROOT,
                            "%-11s %,d messages of 20 KB: %.0f a second into the queue, %.0f out of it%n",
                            name,
                            messages,
                            rates.in,
                            rates.out);
                }
            }
        }
    }

    /** Messages a second. */
    private record Rates(double in, double out) {}

    private static Rates run(SqlStore store, int messages) throws Exception {
        long start = System.nanoTime();
        fill(store, messages);
        double in = messages * 1e9 / (System.nanoTime() - start);
        InstantSource clock = InstantSource.system();
        try (SmtpSink sink = SmtpSink.start("PIPELINING", "8BITMIME")) {
            SmtpTransport transport = new SmtpTransport(new SmtpClient(
                    new SmtpPeer("127.0.0.1", sink.port(), false, null), "queue.test", Patience.USUAL, clock));
            QueueOptions options = QueueOptions.usual(
                    "queue.test",
                    US,
                    new RetrySchedule(Duration.ofDays(5), Duration.ofHours(4)),
                    Duration.ofMinutes(5));
            long begun = System.nanoTime();
            try (QueueRunner runner = new QueueRunner(store, transport, transport, options, clock)) {
                runner.start();
                runner.wake();
                Eventually.isTrue(
                        PATIENCE,
                        "an empty queue",
                        () -> store.read(tx -> tx.queue().list(0, 1)).isEmpty());
            }
            double out = messages * 1e9 / (System.nanoTime() - begun);
            if (sink.received().size() != messages) {
                throw new IOException(sink.received().size() + " of " + messages + " arrived");
            }
            return new Rates(in, out);
        }
    }

    private static void fill(SqlStore store, int messages) throws InterruptedException {
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> Thread.ofPlatform().start(() -> {
                    for (int i = sender; i < messages; i += SENDERS) {
                        put(store, i);
                    }
                }))
                .toList();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private static void put(SqlStore store, int number) {
        PreparedMessage message = PreparedMessage.prepare(MessageBytes.of(
                ("Subject: number " + number + "\r\n\r\n" + "And so on, and so forth.\r\n".repeat(OCTETS / 26))
                        .getBytes(US_ASCII)));
        Outgoing mail = new Outgoing(
                "there@elsewhere.test",
                0,
                0,
                "",
                new EnvelopeAddress("sender", "queue.test"),
                MailParameters.NONE,
                null,
                List.of(new OutgoingRecipient(MailTarget.ofStored("there@elsewhere.test"), RecipientParameters.NONE)),
                null);
        store.deliver(new Delivery(
                List.of(new Delivery.Content(message, Instant.now())),
                List.of(new Portion(List.of(), List.of(mail), List.of()))));
    }
}
