package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.admin.Chronicle;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page in Chromium, driven by Playwright ({@code src/test/peers/pages.mjs}), as nobody, a user, an administrator of a domain and one of
 * everything: wide, in the dark and on a phone. axe-core finds nothing, nothing is asked of anybody else, and the browser has nothing to say.
 */
@Tag("peers")
class PagesInBrowserTest {
    private static final Path PICTURES = Path.of("target/peers/pages");
    private static final Duration PATIENCE = Duration.ofMinutes(45);
    private static final String ROOT = "root@example.org";
    private static final String DORA = "dora@second.example";
    private static final String ULA = "ula@example.org";

    /** Pages that each of them comes to by links. */
    private static final List<String> OWN = List.of(
            "/account",
            "/account/security",
            "/account/security/second-factor",
            "/account/devices",
            "/account/mail",
            "/account/rules",
            "/account/scripts",
            "/account/scripts/new",
            "/account/scripts/script?name",
            "/account/sharing",
            "/account/restore",
            "/account/export",
            "/account/tokens");

    private static final List<String> DOMAINS = List.of(
            "/admin/accounts",
            "/admin/accounts/new",
            "/admin/accounts/upload",
            "/admin/accounts/N",
            "/admin/accounts/N/answers",
            "/admin/accounts/N/delete",
            "/admin/accounts/N/scripts",
            "/admin/accounts/N/scripts/new",
            "/admin/domains",
            "/admin/domains/D",
            "/admin/domains/D/trust",
            "/admin/domains/D/trust?check",
            "/admin/aliases",
            "/admin/aliases/chain?address",
            "/admin/keys");

    private static final List<String> SERVER = List.of(
            "/admin",
            "/admin/public",
            "/admin/queue",
            "/admin/sessions",
            "/admin/logins",
            "/admin/bans",
            "/admin/changes",
            "/admin/doctor",
            "/admin/store",
            "/admin/store?count",
            "/admin/certificates",
            "/admin/settings");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path work;

    @Test
    void everyPageIsGoodToLookAt() throws Exception {
        Path folder = work.resolve("jdbmail");
        String database = "sqlite://" + folder.resolve("mail.db");
        try (MailHouse house = MailHouse.start(folder, "dburi = " + database)) {
            for (String login : List.of(ROOT, DORA, ULA)) {
                house.account(login);
            }
            for (int i = 0; i < 60; i++) {
                house.deliver("bob@example.net", ULA, "From: bob@example.net\nSubject: letter " + i + "\n\ntext\n");
            }
            try (SqlStore store = SqlStore.open(DatabaseConfig.of(database), SqlStoreOptions.DEFAULT)) {
                fill(store);
                hold(store, "first@example.net", "second@example.net");
                hold(store, "third@example.net");
            }
            String link = house.run("web", "admin-link").strip();
            try (Look look = house.look(ULA)) {
                List<String> lines = run(what(link.substring(link.indexOf("/setup/"))
                        .lines()
                        .findFirst()
                        .orElseThrow()));
                look.lines("NOOP");
                judge(lines);
            }
            assertEquals(List.of(), house.complaints());
        }
    }

    private static void judge(List<String> lines) {
        List<String> faults =
                lines.stream().filter(line -> !line.startsWith("page ")).toList();
        assertTrue(faults.isEmpty(), String.join("\n", faults));
        TreeSet<String> missing = new TreeSet<>();
        for (String page : OWN) {
            missing.add("user " + page);
            missing.add("domain " + page);
            missing.add("administrator " + page);
        }
        DOMAINS.forEach(page -> missing.add("domain " + page));
        DOMAINS.forEach(page -> missing.add("administrator " + page));
        SERVER.forEach(page -> missing.add("administrator " + page));
        // What was looked for or made exists for one of them only.
        missing.remove("domain /account/scripts/script?name");
        missing.remove("administrator /account/scripts/script?name");
        lines.forEach(line -> missing.remove(line.substring("page ".length())));
        assertTrue(missing.isEmpty(), "nobody came to " + missing);
    }

    /** What a server has that was there for a while. */
    private static void fill(SqlStore store) {
        Instant now = Instant.now();
        Random random = new Random(7);
        store.write(tx -> {
            long root = tx.users().find(ROOT).orElseThrow().id();
            long dora = tx.users().find(DORA).orElseThrow().id();
            long ula = tx.users().find(ULA).orElseThrow().id();
            tx.web().setAdministrator(root, true);
            tx.domains().put(new Domain("example.org", "", 100, 0, 50L << 30));
            tx.domains().put(new Domain("second.example", "", 0, 0, 0));
            tx.domains().addAdministrator("second.example", dora);
            tx.users().setQuota(ula, 40_000);
            tx.aliases().add(new Alias("sales@example.org", Long.toString(ula), 0));
            tx.aliases().add(new Alias("all@example.org", "sales@example.org", 0));
            tx.aliases().add(new Alias("all@example.org", "partner@example.net", 0));
            for (int i = 0; i < 120; i++) {
                long id = tx.users()
                        .create(
                                "person" + i + (i % 3 == 0 ? "@second.example" : "@example.org"),
                                new org.jdbmail.core.store.Credential("x", "md5"),
                                0,
                                (long) (1 + i % 4) << 28);
                tx.mailboxes().create(id, Mailbox.INBOX, null);
            }
            for (int hour = 0; hour < 48; hour++) {
                Instant when = now.minus(Duration.ofHours(hour));
                tx.history().add(Chronicle.DELIVERED, when, 200 + random.nextInt(400));
                tx.history().add(Chronicle.LOGINS, when, 40 + random.nextInt(90));
                tx.history().add(Chronicle.FAILED, when, random.nextInt(12));
            }
            for (int day = 0; day < 30; day++) {
                Instant when = now.minus(Duration.ofDays(day));
                tx.history().put(Chronicle.OCTETS, when, (1_000L - 17 * day) << 20);
                tx.history().put(Chronicle.QUEUE, when, random.nextInt(30));
            }
            for (int i = 0; i < 70; i++) {
                tx.audit()
                        .note(new Audit.Entry(
                                now.minusSeconds(i * 900L), ROOT, "192.0.2.7", "account.change", ULA, "quota " + i));
            }
            tx.failures()
                    .add(
                            new Failures.Row(
                                    Failures.Kind.NETWORK,
                                    "198.51.100.7",
                                    25,
                                    now,
                                    Optional.of(now.plus(Duration.ofHours(3)))),
                            60,
                            now);
            long inbox = tx.mailboxes().ownedBy(ula).getFirst().id();
            tx.mailboxes().create(ula, "Lists", null);
            return tx.messages().expunge(inbox, NumberSet.range(1, 10), false);
        });
    }

    /** Mail that waits until an administrator lets it go. */
    private static void hold(SqlStore store, String... targets) {
        PreparedMessage message =
                PreparedMessage.prepare(MessageBytes.of("Subject: held\r\n\r\ntext\r\n".getBytes(US_ASCII)));
        Outgoing mail = new Outgoing(
                "test",
                0,
                0,
                "",
                new EnvelopeAddress("ula", "example.org"),
                MailParameters.NONE,
                null,
                Arrays.stream(targets)
                        .map(target -> new OutgoingRecipient(MailTarget.ofStored(target), RecipientParameters.NONE))
                        .toList(),
                null,
                true);
        store.deliver(new Delivery(
                List.of(new Delivery.Content(message, Instant.now())),
                List.of(new Portion(List.of(), List.of(mail), List.of()))));
    }

    private static Path what(String setup) throws IOException {
        Path file = work.resolve("what.json");
        String modules = System.getProperty("jdbmail.peers.modules", "target/peers-modules/node_modules");
        Files.writeString(file, """
                {"base": "https://mail.example.org", "chromium": "/usr/bin/chromium", "modules": "%s", "out": "%s", "setup": "%s",
                 "administrator": "%s", "domainAdministrator": "%s", "user": "%s", "password": "%s"}
                """.formatted(
                        Path.of(modules).toAbsolutePath(),
                        PICTURES.toAbsolutePath(),
                        setup,
                        ROOT,
                        DORA,
                        ULA,
                        MailHouse.PASSWORD));
        return file;
    }

    private static List<String> run(Path what) throws IOException, InterruptedException {
        Path output = work.resolve("pages.log");
        Process node = new ProcessBuilder("node", "src/test/peers/pages.mjs", what.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the browser is not done:\n" + Files.readString(output));
            }
        } finally {
            node.destroyForcibly();
        }
        return new ArrayList<>(Files.readAllLines(output));
    }
}
