package org.jdbmail.lmtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.core.delivery.Action;
import org.jdbmail.core.delivery.Decider;
import org.jdbmail.core.delivery.DeliveryOptions;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.RecipientResolver;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.queue.PipeTransport;
import org.jdbmail.core.queue.Program;
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
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store, a worker of its queue, and a server that takes what it sends: what tests of sending share. */
abstract class SendingFixture {
    static final EnvelopeAddress SENDER = new EnvelopeAddress("s", "remote.test");
    static final Duration LONG = Duration.ofSeconds(15);

    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final List<Decider> deciders = new ArrayList<>();
    TestDatabase database;
    SqlStore store;
    Path folder;
    SmtpSink sink;
    QueueRunner runner;
    DeliveryService service;

    @BeforeEach
    void start() throws IOException {
        database = TestDatabases.create("sqlite");
        store = SqlStore.open(DatabaseConfig.of(database.url()), SqlStoreOptions.DEFAULT);
        folder = Files.createTempDirectory("sending-");
        sink = SmtpSink.start("SIZE", "8BITMIME");
        connect();
        service = service(List.of());
    }

    /** A worker that sends to the sink. */
    void connect() {
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        runner = new QueueRunner(
                store,
                new SmtpTransport(new SmtpClient(
                        new SmtpPeer("127.0.0.1", sink.port(), false, null), "mail.test", Patience.USUAL, clock)),
                new PipeTransport(new Program("", false, Duration.ofSeconds(5)), clock),
                new QueueOptions(
                        "mail.test",
                        new EnvelopeAddress("postmaster", "mail.test"),
                        new RetrySchedule(Duration.ofDays(5), Duration.ofHours(4)),
                        4,
                        Duration.ofMinutes(5),
                        Duration.ofMillis(20)),
                clock);
    }

    /** A service on the store, as another process has it. */
    DeliveryService service(List<String> srsSecrets) {
        return service(srsSecrets, false, DeliveryOptions.Rewriting.FOREIGN);
    }

    /** The same, that may put nothing twice into a mailbox, and rewrites senders at other times. */
    DeliveryService service(
            List<String> srsSecrets, boolean suppressesDuplicates, DeliveryOptions.Rewriting rewriting) {
        return new DeliveryService(
                store,
                new RecipientResolver(store, true),
                List.of((arrival, soFar) -> {
                    List<Action> actions = soFar;
                    for (Decider each : deciders) {
                        actions = each.decide(arrival, actions);
                    }
                    return actions;
                }),
                new DeliveryOptions(
                        "mail.test",
                        new EnvelopeAddress("postmaster", "mail.test"),
                        true,
                        true,
                        rewriting,
                        srsSecrets,
                        suppressesDuplicates,
                        Duration.ZERO),
                () -> runner.wake());
    }

    @AfterEach
    void stop() throws IOException {
        runner.close();
        sink.close();
        store.close();
        database.close();
        Files.deleteIfExists(folder);
    }

    long user(String login) {
        return store.write(tx -> {
            long id = tx.users().create(login, new Credential("", "md5"), 0, 0);
            tx.mailboxes().create(id, "INBOX", null);
            return id;
        });
    }

    void alias(String alias, String target) {
        store.write(tx -> {
            tx.aliases().add(new Alias(alias, target, 0));
            return true;
        });
    }

    Outcome deliver(String to, String message) throws IOException {
        return deliver(SENDER, RecipientParameters.NONE, to, message);
    }

    Outcome deliver(EnvelopeAddress sender, RecipientParameters said, String to, String message) throws IOException {
        EnvelopeAddress address = EnvelopeAddress.ofPlain(to);
        Recipient recipient = service.accept(address, said, MailParameters.NONE);
        try (Spool spool = new Spools(folder, 256 * 1024, 1 << 20).open(0, 1 << 20)) {
            spool.write(new Trace("client.test", "", "127.0.0.1", "mail.test", "LMTP", "id")
                    .fields(sender, List.of(address), Instant.now()));
            spool.write(message.getBytes(StandardCharsets.UTF_8));
            return service.deliver(
                            new Envelope("id", sender, MailParameters.NONE, null, List.of(recipient)),
                            spool,
                            Instant.now())
                    .getFirst();
        }
    }

    int count(String login, String mailbox) {
        return store.read(tx -> {
            long user = tx.users().find(login).orElseThrow().id();
            return tx.mailboxes()
                    .find(user, mailbox)
                    .map(found -> tx.messages().popMessages(found.id()).size())
                    .orElse(-1);
        });
    }

    List<QueuedMail> queue() {
        return store.read(tx -> tx.queue().list(0, 100));
    }

    SmtpSink.Received received(int number) throws Exception {
        Eventually.isTrue(LONG, "mail " + number, () -> sink.received().size() >= number);
        return sink.received().get(number - 1);
    }

    void idle() throws Exception {
        Eventually.isTrue(LONG, "an empty queue", () -> queue().isEmpty());
    }
}
