package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.moving.Filled;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands on the pages about moving and backups, and a store that goes from each kind of database to another and back. */
@Tag("full")
class MovingPagesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    static List<String> databases() {
        return TestDatabases.names();
    }

    private List<String> words(String line) {
        return Arrays.stream(line.replaceFirst("\\s*#.*", "").split(" "))
                .map(word -> word.startsWith("/var/") ? folder + word : word)
                .toList();
    }

    @Test
    void commandsOfOursWork() throws Exception {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "anna@example.org");
        }
        Path cur = Files.createDirectories(folder.resolve("var/mail/anna/Maildir/cur"));
        Files.writeString(cur.resolve("1.a:2,S"), "Subject: a\n\nx\n");
        Files.writeString(
                folder.resolve("var/mail/anna.mbox"),
                "From a@example.org Fri Jan  2 03:04:05 2026\nSubject: b\n\nx\n\n");
        for (String kind : List.of("sh moving", "sh backup")) {
            for (String line : Snippet.only(kind).text().lines().toList()) {
                List<String> words = words(line);
                assertEquals("jdbmail", words.getFirst());
                Ran ran = words.contains("list")
                                || words.contains("verify")
                                || words.contains("expire")
                                || words.contains("messages")
                        ? Programs.jdbmail(words.subList(1, words.size()).toArray(String[]::new))
                        : fixture.jdbmail(words.subList(1, words.size()).toArray(String[]::new));
                assertEquals(0, ran.status(), line + ": " + ran);
            }
        }
        assertTrue(Files.exists(folder.resolve("var/backups/anna-mbox/anna@example.org/INBOX.mbox")));
    }

    private List<String> differences(Fixture one, Fixture other) throws Exception {
        List<String> all = new ArrayList<>();
        try (Store first = one.open();
                Store second = other.open()) {
            new Comparison(first, second, true, all::add, count -> {}).run(List.of());
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStoreGoesToAnotherKindOfDatabaseAndBack(String name) throws Exception {
        try (TestDatabase first = TestDatabases.create(name);
                TestDatabase second = TestDatabases.create("sqlite");
                TestDatabase third = TestDatabases.create(name);
                TestDatabase fourth = TestDatabases.create(name)) {
            Fixture source = new Fixture(Jdbmail.url(first));
            Fixture sqlite = new Fixture(Jdbmail.url(second));
            Fixture back = new Fixture(Jdbmail.url(third));
            Fixture files = new Fixture(Jdbmail.url(fourth));
            try (Store store = source.open()) {
                Filled.fill(store);
            }
            sqlite.open().close();
            back.open().close();
            files.open().close();
            String backup = folder.resolve("backup").toString();
            String again = folder.resolve("again").toString();
            String all = folder.resolve("all").toString();
            assertEquals(0, source.jdbmail("backup", "take", backup).status());
            Ran restored = sqlite.jdbmail("backup", "restore", "--all", backup);
            assertEquals(0, restored.status(), restored::toString);
            assertEquals(List.of(), differences(source, sqlite));
            assertEquals(0, sqlite.jdbmail("backup", "take", again).status());
            restored = back.jdbmail("backup", "restore", "--all", again);
            assertEquals(0, restored.status(), restored::toString);
            assertEquals(List.of(), differences(source, back));
            try (Store store = back.open()) {
                Fixture.account(store, "new");
                assertTrue(Fixture.deliver(store, "new", "INBOX", Fixture.DATE, "Subject: new\n\n") > 0);
            }
            assertEquals(0, source.jdbmail("export", "--all", all).status());
            for (String line : Snippet.only("sh moving all").text().lines().toList()) {
                List<String> words = Arrays.stream(line.split(" "))
                        .map(word ->
                                word.startsWith("postgresql:") ? source.url() : word.replace("/var/backups/all", all))
                        .toList();
                Ran ran = files.jdbmail(words.subList(1, words.size()).toArray(String[]::new));
                assertEquals(0, ran.status(), line + ": " + ran);
            }
            assertEquals(List.of(), differences(source, files));
        }
    }

    private void run(Path work, List<String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output").toFile());
        for (String each : environment) {
            builder.environment().put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        Process process = builder.start();
        assertTrue(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), command::toString);
        assertEquals(0, process.exitValue(), command + ": " + Files.readString(work.resolve("output")));
    }

    @Test
    void sqlitesOwnToolWorks() throws Exception {
        Files.createDirectories(folder.resolve("var/backups"));
        Files.createDirectories(folder.resolve("var/lib/jdbmail"));
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("var/lib/jdbmail/mail.db"));
        try (Store store = fixture.open()) {
            Filled.fill(store);
            for (String line : Snippet.only("sh backup sqlite").text().lines().toList()) {
                int quote = line.indexOf('"');
                List<String> command =
                        new ArrayList<>(words(line.substring(0, quote).strip()));
                command.add(line.substring(quote).replace("\"", "").replace("/var/", folder + "/var/"));
                run(folder, List.of(), command);
            }
        }
        assertTrue(Files.readString(folder.resolve("output")).contains("ok"));
        assertEquals(
                List.of(), differences(fixture, new Fixture("jdbc:sqlite:" + folder.resolve("var/backups/mail.db"))));
    }

    static List<String> servers() {
        return TestDatabases.names().stream()
                .filter(name -> name.equals("postgresql") || name.equals("mariadb"))
                .toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("servers")
    void theToolsOfServersWork(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            Fixture fixture = new Fixture(Jdbmail.url(database));
            try (Store store = fixture.open()) {
                Filled.fill(store);
            }
            URI url = URI.create(database.url().replaceFirst("jdbc:", ""));
            String base = url.getPath().substring(1);
            boolean isPostgres = name.equals("postgresql");
            Path options = Files.writeString(
                    folder.resolve("options"),
                    "[client]\nhost=" + url.getHost() + "\nport=" + url.getPort() + "\nprotocol=tcp\nuser="
                            + database.user() + "\npassword=" + database.password() + "\n");
            List<String> environment = List.of(
                    "PGHOST=" + url.getHost(),
                    "PGPORT=" + url.getPort(),
                    "PGUSER=" + database.user(),
                    "PGPASSWORD=" + database.password());
            List<String> lines = Snippet.only(isPostgres ? "sh backup postgresql" : "sh backup mysql")
                    .text()
                    .lines()
                    .toList();
            for (String line : lines) {
                run(folder, environment, command(line, base, isPostgres, options));
                // What the restore has to undo.
                database.execute("UPDATE dbmail_users SET maxmail_size = 12345 WHERE userid = 'bob'");
            }
            run(folder, environment, command(lines.getLast(), base, isPostgres, options));
            try (Store store = fixture.open()) {
                assertEquals(
                        0,
                        store.read(tx -> tx.users().find("bob")).orElseThrow().quota());
            }
        }
    }

    private static List<String> command(String line, String base, boolean isPostgres, Path options) {
        List<String> command = new ArrayList<>();
        for (String word :
                line.replace("\"source mail.sql\"", "source@mail.sql").split(" ")) {
            command.add(
                    word.equals("mail")
                            ? base
                            : word.replace('@', ' ').replaceFirst("^--dbname=mail$", "--dbname=" + base));
        }
        if (!isPostgres) {
            command.add(1, "--defaults-extra-file=" + options);
        }
        return command;
    }
}
