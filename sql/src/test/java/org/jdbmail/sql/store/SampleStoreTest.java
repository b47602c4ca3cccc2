package org.jdbmail.sql.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.PostgresDump;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A store that DBMail 3.5.6 made, read through ours: everything is there as DBMail's own IMAP server showed it, or nearer to
 * what was sent. Needs the sample's folder, and is left out of a run that lacks it.
 */
@Tag("samples")
@Tag("full")
class SampleStoreTest {
    private static final Path SAMPLE =
            Path.of(System.getProperty("jdbmail.samples", "../shared/samples")).resolve("dbmail-3.5.6");

    private static final DateTimeFormatter IMAP_DATE =
            DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss Z", Locale.ENGLISH);

    private static final Pattern META = Pattern.compile(
            "MODSEQ \\((\\d+)\\) INTERNALDATE \"([^\"]+)\" RFC822.SIZE \\d+ FLAGS \\(([^)]*)\\) UID (\\d+)");

    /** A store over the sample's database, for as long as a test runs. */
    private record Sample(TestDatabase database, SqlStore store) implements AutoCloseable {
        static Sample open() throws IOException, SQLException {
            TestDatabase database = TestDatabases.create("postgresql");
            PostgresDump.load(database, SAMPLE.resolve("dump.sql"));
            return new Sample(database, SqlStore.open(StoreContract.config(database), SqlStoreOptions.DEFAULT));
        }

        long user(String login) {
            return store.read(tx -> tx.users().find(login)).orElseThrow().id();
        }

        /** The ids of a user's mailboxes by name. */
        Map<String, Long> mailboxes(String login) {
            long user = user(login);
            return store.read(tx -> tx.mailboxes().ownedBy(user)).stream()
                    .collect(Collectors.toMap(Mailbox::name, Mailbox::id));
        }

        byte[] message(long physId) {
            return RoundTripContract.whole(
                    store.read(tx -> tx.contents().read(List.of(physId), 1)).get(physId));
        }

        @Override
        public void close() {
            store.close();
            database.close();
        }
    }

    @Test
    void everyMessageIsThereAsDbmailShowedItOrNearerToTheOriginal() throws Exception {
        try (Sample sample = Sample.open()) {
            Set<String> nearer = new TreeSet<>();
            int compared = 0;
            for (Path user : folders(SAMPLE.resolve("fetched"))) {
                String login = String.valueOf(user.getFileName());
                Map<String, Long> mailboxes = sample.mailboxes(login);
                for (Path folder : folders(user)) {
                    String name = URLDecoder.decode(String.valueOf(folder.getFileName()), StandardCharsets.UTF_8);
                    Map<Long, StoreContract.Seen> messages =
                            StoreContract.changes(sample.store(), mailboxes.get(name), 0);
                    Set<Long> fetched = new TreeSet<>();
                    for (Path body : bodies(folder)) {
                        String file = String.valueOf(body.getFileName());
                        long uid = Long.parseLong(file.substring(0, file.indexOf('.')));
                        fetched.add(uid);
                        byte[] ours = sample.message(messages.get(uid).physId());
                        if (!Arrays.equals(Files.readAllBytes(body), ours)) {
                            nearer.add(login + " " + uid + " " + originalOf(ours));
                        }
                        compared++;
                    }
                    assertEquals(fetched, new TreeSet<>(messages.keySet()), login + " " + name);
                }
            }
            assertEquals(92, compared);
            assertEquals(
                    Set.of(
                            "alice 23 08-related-in-mixed.eml",
                            "alice 74 26-broken-no-boundary-param.eml",
                            "alice 76 27-broken-boundary-not-found.eml",
                            "alice 96 34-digest.eml",
                            "bob 77 27-broken-boundary-not-found.eml",
                            "carol@example.test 97 34-digest.eml"),
                    nearer);
        }
    }

    /** Which message, as it was sent, this is after the Return-Path line that DBMail put before it. */
    private static String originalOf(byte[] message) throws IOException {
        String text = new String(message, ISO_8859_1);
        assertTrue(
                text.startsWith("Return-Path: "),
                () -> "begins with " + text.lines().findFirst());
        String sent = text.substring(text.indexOf('\n') + 1);
        try (DirectoryStream<Path> originals = Files.newDirectoryStream(SAMPLE.resolve("messages"), "*.eml")) {
            for (Path original : originals) {
                if (Files.readString(original, ISO_8859_1).equals(sent)) {
                    return String.valueOf(original.getFileName());
                }
            }
        }
        return "is none of the originals";
    }

    private static List<Path> folders(Path path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isDirectory)) {
            List<Path> folders = new ArrayList<>();
            entries.forEach(folders::add);
            return folders;
        }
    }

    private static List<Path> bodies(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.body")) {
            List<Path> bodies = new ArrayList<>();
            entries.forEach(bodies::add);
            return bodies;
        }
    }

    @Test
    void uidsFlagsKeywordsModseqsAndDatesAreThoseThatDbmailShowed() throws Exception {
        try (Sample sample = Sample.open()) {
            for (Path user : folders(SAMPLE.resolve("fetched"))) {
                String login = String.valueOf(user.getFileName());
                Map<String, Long> mailboxes = sample.mailboxes(login);
                for (Path folder : folders(user)) {
                    String name = URLDecoder.decode(String.valueOf(folder.getFileName()), StandardCharsets.UTF_8);
                    Map<Long, String> ours = new TreeMap<>();
                    StoreContract.changes(sample.store(), mailboxes.get(name), 0)
                            .forEach((uid, seen) -> ours.put(uid, described(seen)));
                    Map<Long, String> dbmails = new TreeMap<>();
                    for (Path body : bodies(folder)) {
                        Path meta = body.resolveSibling(
                                String.valueOf(body.getFileName()).replace(".body", ".meta"));
                        Matcher found = META.matcher(Files.readString(meta, ISO_8859_1));
                        assertTrue(found.find(), meta::toString);
                        Instant date = IMAP_DATE.parse(found.group(2), Instant::from);
                        Set<String> flags =
                                new TreeSet<>(Arrays.asList(found.group(3).split(" ")));
                        flags.remove("");
                        dbmails.put(Long.parseLong(found.group(4)), found.group(1) + " " + date + " " + flags);
                    }
                    assertEquals(dbmails, ours, login + " " + name);
                }
            }
        }
    }

    private static String described(StoreContract.Seen seen) {
        Set<String> flags = new TreeSet<>(seen.keywords());
        for (Flag flag : Flag.values()) {
            if ((seen.flags() & flag.bit()) != 0) {
                flags.add(flag.imapName());
            }
        }
        if (seen.recent()) {
            flags.add("\\Recent");
        }
        return seen.modseq() + " " + Instant.ofEpochSecond(seen.date()) + " " + flags;
    }

    @Test
    void mailboxesRightsAndAliasesAreThere() throws Exception {
        try (Sample sample = Sample.open()) {
            assertEquals(
                    Map.of(
                            "INBOX", 1L,
                            "Work", 14L,
                            "Work/Proj", 15L,
                            "Work/Proj/2026", 16L,
                            "Entw\u00fcrfe", 17L,
                            "Trash", 18L),
                    sample.mailboxes("alice"));
            assertEquals(Map.of("INBOX", 2L, "Robert", 20L), sample.mailboxes("bob"));
            assertEquals(Map.of("INBOX", 3L, "Filed", 19L), sample.mailboxes("carol@example.test"));
            assertTrue(sample.store()
                    .read(tx -> tx.mailboxes().find(14))
                    .orElseThrow()
                    .noSelect());
            // The flags l r s w i p k x t e a of the rows in dbmail_acl; dbmail_subscription tells the rest.
            assertEquals("lrwik true", access(sample, "bob"));
            assertEquals("lrswipkxtea false", access(sample, "carol@example.test"));
            assertEquals("lrswipkxtea true", access(sample, "alice"));
            assertEquals("l false", access(sample, "u-sha1"));
            List<Alias> aliases = sample.store().read(tx -> tx.aliases().all());
            assertEquals(11, aliases.size());
            assertTrue(aliases.contains(new Alias("carol@example.test", "6", 7)));
            assertTrue(aliases.contains(new Alias("pipe@example.test", "|/bin/cat >> /var/tmp/pipe.out", 0)));
            assertEquals(
                    List.of("alice@example.test", "bob@example.test"),
                    sample.store().read(tx -> tx.aliases().find("LIST@example.test")).stream()
                            .map(Alias::deliverTo)
                            .toList());
        }
    }

    private static String access(Sample sample, String login) {
        long user = sample.user(login);
        long alice = sample.user("alice");
        var access = sample.store()
                .read(tx -> tx.mailboxes().access(user, alice, "Work"))
                .orElseThrow();
        return access.rights().letters() + " " + access.subscribed();
    }

    @Test
    void adoptingReadingAndSummingUpChangeNoRowOfDbmails() throws Exception {
        try (TestDatabase database = TestDatabases.create("postgresql")) {
            PostgresDump.load(database, SAMPLE.resolve("dump.sql"));
            Map<String, String> before = rows(database);
            assertEquals(25, before.size(), "tables of DBMail's: " + before.keySet());
            try (SqlStore store = SqlStore.open(StoreContract.config(database), SqlStoreOptions.DEFAULT)) {
                Map<Long, StoreContract.Seen> messages = StoreContract.changes(store, 1, 0);
                List<Long> ids = messages.values().stream()
                        .map(StoreContract.Seen::physId)
                        .distinct()
                        .toList();
                assertTrue(messages.values().stream().allMatch(seen -> seen.size() == -1));
                Map<Long, MessageSummary> summaries = new TreeMap<>();
                store.read(tx -> tx.contents().read(ids, Long.MAX_VALUE))
                        .forEach((id, message) -> summaries.put(id, MessageSummary.of(message)));
                assertEquals(ids.size(), summaries.size());
                store.write(tx -> {
                    tx.contents().putSummaries(summaries);
                    return summaries.size();
                });
                StoreContract.changes(store, 1, 0)
                        .values()
                        .forEach(seen -> assertEquals(
                                summaries.get(seen.physId()).listing().size(), seen.size()));
            }
            assertEquals(before, rows(database));
        }
    }

    /** A digest of all rows of each of DBMail's tables. */
    private static Map<String, String> rows(TestDatabase database) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT tablename FROM pg_tables WHERE tablename LIKE 'dbmail\\_%' ORDER BY 1")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet digest = statement.executeQuery("SELECT count(*) || ' ' || coalesce(md5(string_agg("
                        + "CAST(t.* AS text), '\n' ORDER BY CAST(t.* AS text))), '') FROM " + table + " t")) {
                    digest.next();
                    digests.put(table, digest.getString(1));
                }
            }
        }
        return digests;
    }
}
