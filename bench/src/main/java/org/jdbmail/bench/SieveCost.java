package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.delivery.Decider;
import org.jdbmail.core.delivery.DeliveryOptions;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.RecipientResolver;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.SieveDecider;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * {@code ./x bench sieve}: what scripts add to a delivery. One delivery of each kind after the other, so that all have the same
 * weather: without Sieve, to an account without a script, to one whose script only keeps, and to one with 200 rules.
 */
public final class SieveCost {
    private static final int ROUNDS = 2_000;
    private static final int WARM_UP = 500;
    private static final String HOST = "here.test";
    private static final EnvelopeAddress SENDER = new EnvelopeAddress("sender", "remote.test");

    private final Store store;
    private final Path folder = Files.createTempDirectory("sieve-cost-");
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();
    private final Map<String, List<Long>> worked = new LinkedHashMap<>();

    private SieveCost(Store store) throws IOException {
        this.store = store;
    }

    /** Measures on SQLite and PostgreSQL, or where the arguments say. */
    public static void main(String[] arguments) throws IOException, SQLException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setProperty("jdbmail.databases.fsync", "true");
        for (String name : arguments.length == 0 ? List.of("sqlite", "postgresql") : List.of(arguments)) {
            try (TestDatabase database = TestDatabases.create(name)) {
                DatabaseConfig config = DatabaseConfig.of(database.url());
                if (!database.user().isEmpty()) {
                    config = config.withAccount(database.user(), database.password());
                }
                try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
                    out.printf(
                            Locale.ROOT,
                            "%n%s, microseconds for a delivery: median, mean; of them worked by its thread: median%n",
                            name);
                    new SieveCost(store).measure(out);
                }
            }
        }
    }

    private void measure(PrintStream out) throws IOException {
        account("plain", "");
        account("none", "");
        account("keeps", "keep;");
        account("rules", rules());
        SieveOptions options = SieveOptions.usual("mail." + HOST);
        Decider sieve = new SieveDecider(
                store, new ScriptCompiler(options), options, Optional.empty(), new EnvelopeAddress("postmaster", HOST));
        DeliveryService without = service(List.of());
        DeliveryService with = service(List.of(sieve));
        byte[] message = message();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            boolean counts = i >= WARM_UP;
            deliver("without Sieve", without, "plain", message, counts);
            deliver("no script", with, "none", message, counts);
            deliver("a script that keeps", with, "keeps", message, counts);
            deliver("a script of 200 rules", with, "rules", message, counts);
        }
        nanos.forEach((what, times) -> {
            out.printf(
                    Locale.ROOT,
                    "%-24s %8.1f %8.1f %8.1f%n",
                    what,
                    median(times),
                    times.stream().mapToLong(each -> each).average().orElse(0) / 1e3,
                    median(worked.getOrDefault(what, times)));
        });
    }

    private static double median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(each -> each).sorted().toArray();
        return sorted[sorted.length / 2] / 1e3;
    }

    private DeliveryService service(List<Decider> deciders) {
        DeliveryOptions options = new DeliveryOptions(
                "mail." + HOST,
                new EnvelopeAddress("postmaster", HOST),
                true,
                true,
                DeliveryOptions.Rewriting.NEVER,
                List.of(),
                false,
                Duration.ofSeconds(1));
        return new DeliveryService(store, new RecipientResolver(store, true), deciders, options, () -> {});
    }

    private void account(String name, String script) {
        store.write(tx -> {
            long id = tx.users().create(name + "@" + HOST, new Credential("", "md5"), 0, 0);
            tx.mailboxes().create(id, "INBOX", null);
            if (!script.isEmpty()) {
                tx.sieveScripts().put(id, "main", script);
                tx.sieveScripts().activate(id, "main");
            }
            return true;
        });
    }

    /** As people have them: fields, addresses, wildcards, sizes; none of them for the message that is measured with. */
    private static String rules() {
        StringBuilder script = new StringBuilder(
                "require [\"fileinto\", \"imap4flags\", \"envelope\", \"variables\", \"regex\"];\r\n");
        for (int i = 0; i < 40; i++) {
            script.append("if header :contains \"subject\" [\"[list-" + i + "]\", \"project " + i + "\"] { fileinto \"l"
                            + i + "\"; stop; }\r\n")
                    .append("if address :is [\"from\", \"sender\"] \"boss" + i
                            + "@example.com\" { setflag \"\\\\Flagged\"; }\r\n")
                    .append("if allof (header :matches \"list-id\" \"*<list" + i
                            + ".*\", not exists \"x-spam\") { fileinto \"m" + i + "\"; stop; }\r\n")
                    .append("if anyof (envelope :domain \"from\" \"d" + i + ".example\", size :over " + (i + 1)
                            + "G) { discard; stop; }\r\n")
                    .append("if header :regex \"subject\" \"^ticket #[0-9]+ of " + i + "$\" { fileinto \"t" + i
                            + "\"; stop; }\r\n");
        }
        return script.toString();
    }

    private static byte[] message() {
        return ("From: Sender <sender@remote.test>\r\nTo: Somebody <somebody@here.test>\r\n"
                        + "Subject: Minutes of the meeting on Thursday\r\nDate: Tue, 01 Apr 2025 09:06:31 +0200\r\n"
                        + "Message-ID: <minutes.1@remote.test>\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "A line of the minutes, about as long as lines are.\r\n".repeat(100))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void deliver(String what, DeliveryService service, String name, byte[] message, boolean counts)
            throws IOException {
        EnvelopeAddress address = new EnvelopeAddress(name, HOST);
        try (Spool spool = new Spools(folder, 256 * 1024, 1 << 20).open(0, 1 << 20)) {
            spool.write(message);
            long before = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            Recipient recipient = service.accept(address, RecipientParameters.NONE, MailParameters.NONE);
            service.deliver(
                    new Envelope("bench", SENDER, MailParameters.NONE, null, List.of(recipient)), spool, Instant.now());
            long took = System.nanoTime() - start;
            long work = threads.getCurrentThreadCpuTime() - before;
            if (counts) {
                worked.computeIfAbsent(what, _ -> new ArrayList<>()).add(work);
                nanos.computeIfAbsent(what, _ -> new ArrayList<>()).add(took);
            }
        }
    }
}
