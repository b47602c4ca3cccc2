package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.core.sending.NextHop;
import org.jdbmail.core.sending.Route;
import org.jdbmail.core.sending.Routes;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.core.table.LookupTable;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.table.QueryTables;
import org.jdbmail.core.table.TableName;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every snippet of docs/admin does what its page says: SQL and commands are run, and configuration is read by the program that it is
 * for, as it stands there; only ports, passwords of the test's servers and the folder of the database are put in. The maps of Postfix
 * are {@link RecipientMapTest}'s.
 */
@Tag("full")
class SnippetsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Each kind has a test here, or in {@link AuxpropTest}, {@link CyrusTest}, {@link MovingPagesTest}, {@link RecipientMapTest}, {@link ReputationPageTest}, {@link ShellSnippetsTest}, {@link SogoViewTest}, {@link
     * SubmissionTest}, {@link WebPeersTest}, {@link org.jdbmail.cli.serve.WatchingTest}, among the peers, or in
     * {@code ./x package test}.
     */
    private static final Set<String> KINDS = Set.of(
            "ini dbmail.conf",
            "ini jdbmail.service",
            "ini main.cf",
            "ini main.cf milter",
            "ini main.cf submission",
            "ini master.cf",
            "ini mysql",
            "ini pgsql",
            "ini pgsql query",
            "ini settings",
            "ini settings clamav",
            "ini settings clamsmtp",
            "ini settings rspamd",
            "ini settings spamc",
            "ini smtpd.conf",
            "ini sqlite",
            "ini web",
            "php roundcube",
            "sh",
            "sh backup",
            "sh backup mysql",
            "sh backup postgresql",
            "sh backup sqlite",
            "sh copy",
            "sh cyrus",
            "sh debian",
            "sh jdbmail",
            "sh jdbmail dkim",
            "sh jdbmail dns",
            "sh jdbmail sieve",
            "sh learning",
            "sh looking",
            "sh moving",
            "sh moving all",
            "sh sendmail",
            "sh traces",
            "sh web",
            "sieve junk",
            "sql",
            "sql mysql",
            "sql mysql sogo",
            "sql postgresql",
            "sql postgresql dbmail",
            "sql postgresql sogo",
            "text api",
            "text clamav-milter.conf",
            "text clamsmtpd.conf",
            "text exim",
            "text fingerprints",
            "text nginx",
            "text promql",
            "text policy",
            "text rspamd milter_headers.conf",
            "text rspamd worker-proxy.inc",
            "text sieve",
            "text sogo",
            "text spamassassin local.cf",
            "text table clients",
            "text table transport",
            "text table virtual",
            "text zone",
            "text zone policy");

    @TempDir
    Path folder;

    static List<String> databases() {
        return TestDatabases.names();
    }

    static List<Snippet> settings() {
        return Snippet.of("ini dbmail.conf");
    }

    static List<Snippet> commands() {
        return Snippet.of("sh");
    }

    @Test
    void everySnippetIsOfAKindThatIsTried() {
        assertEquals(
                List.of(),
                Snippet.all().stream()
                        .filter(one -> !KINDS.contains(one.kind()))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsAreUnderstoodAndNameOneDatabaseAndOneAccount(Snippet snippet) throws Exception {
        Settings settings = Settings.read(Files.writeString(folder.resolve("dbmail.conf"), snippet.text()));
        assertEquals(List.of(), settings.unknown());
        if (snippet.text().contains("dburi")) {
            String url = DatabaseSettings.from(settings).url();
            assertTrue(
                    url.startsWith("sqlite:")
                            ? url.endsWith(":///var/lib/jdbmail/mail.db")
                            : url.matches("\\w+://dbmail:secret@localhost:\\d+/mail"),
                    url);
            assertTrue(DatabaseConfig.of(url).url().toString().length() > 0);
        }
    }

    /** Files that Postfix leaves behind mean the same here. */
    @Test
    void tablesAreRead() throws Exception {
        AddressMap virtual = new AddressMap(table("virtual", "hash:"), true, "mail.example.org"::equals);
        assertEquals(
                "[ann@example.org, ben@example.org]",
                virtual.addresses(EnvelopeAddress.ofPlain("info@example.edu"))
                        .orElseThrow()
                        .toString());
        assertEquals(
                EnvelopeAddress.ofPlain("x@example.org"), virtual.mapped(EnvelopeAddress.ofPlain("x@example.info")));
        assertTrue(virtual.table().find("example.edu", true).isPresent());
        LookupTable clients = table("clients", "cidr:");
        assertEquals("REJECT we know you", clients.find("192.0.2.66", false).orElseThrow());
        assertEquals("OK", clients.find("192.0.2.67", false).orElseThrow());
        Routes routes = new Routes(
                NextHop.parse("[relay.example.com]:587"),
                table("transport", "hash:"),
                LookupTable.EMPTY,
                LookupTable.EMPTY,
                false,
                NextHop.SMTP);
        EnvelopeAddress sender = EnvelopeAddress.ofPlain("ann@example.org");
        Route list = routes.of(sender, EnvelopeAddress.ofPlain("l@lists.example.org"));
        assertTrue(
                list instanceof Route.Server server
                        && server.isLmtp()
                        && server.hop().port() == 8024,
                list.toString());
        assertEquals(
                new Route.Server(NextHop.parse("[inside.example.com]").orElseThrow(), null, false),
                routes.of(sender, EnvelopeAddress.ofPlain("x@example.com")));
        assertEquals(
                new Route.Refuse(true, "5.1.2", "this domain has gone"),
                routes.of(sender, EnvelopeAddress.ofPlain("x@old.example.org")));
    }

    private LookupTable table(String name, String kind) throws IOException {
        Path file = Files.writeString(
                folder.resolve(name), Snippet.only("text table " + name).text());
        return new LookupTables(QueryTables.none()).open(TableName.parse(kind + file));
    }

    @Test
    void settingsForOnePurposeAreUnderstood() throws Exception {
        List<Snippet> snippets = Snippet.all().stream()
                .filter(one -> one.kind().startsWith("ini settings"))
                .toList();
        assertFalse(snippets.isEmpty());
        for (Snippet snippet : snippets) {
            Settings settings = Settings.read(Files.writeString(folder.resolve("dbmail.conf"), snippet.text()));
            assertEquals(List.of(), settings.unknown(), snippet.toString());
        }
    }

    @Test
    void commandsOfOursWorkAndPostfixFindsAliasDomains() throws Exception {
        try (TestDatabase database = TestDatabases.create("postgresql")) {
            prepare(database);
            String url = database.url() + "?user=" + database.user() + "&password=" + database.password();
            Fixture fixture = new Fixture(url);
            assertEquals(0, fixture.jdbmail("users", "add", "anna@example.org").status());
            for (String line : Snippet.only("sh jdbmail").text().lines().toList()) {
                String[] words = line.replaceFirst("\\s*#.*", "").split(" ");
                assertEquals("jdbmail", words[0]);
                Programs.Ran ran = fixture.jdbmail(Arrays.copyOfRange(words, 1, words.length));
                assertEquals(0, ran.status(), line + ": " + ran.err());
            }
            String query = Snippet.only("ini pgsql query").text().replaceFirst("query = ", "");
            assertEquals("1", fixture.ask(query.replace("%u", "anna").replace("%d", "example.net")));
            assertEquals(
                    "0",
                    fixture.ask("SELECT count(*) FROM ("
                            + query.replace("%u", "nobody").replace("%d", "example.net") + ") AS found"));
        }
    }

    @Test
    void commandsThatLookAroundWork() throws Exception {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        assertEquals(0, fixture.jdbmail("users", "add", "anna@example.org").status());
        for (Snippet snippet : Snippet.of("sh looking")) {
            for (String line : snippet.text().lines().toList()) {
                String[] words = line.split(" ");
                assertEquals("jdbmail", words[0]);
                Programs.Ran ran = fixture.jdbmail(Arrays.copyOfRange(words, 1, words.length));
                assertEquals(0, ran.status(), snippet + " " + line + ": " + ran.err());
            }
        }
    }

    @Test
    void theScriptForEverybodyIsOne() throws Exception {
        Path script = Files.writeString(
                folder.resolve("junk.sieve"), Snippet.only("sieve junk").text());
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        assertEquals(0, fixture.jdbmail("users", "add", "anna@example.org").status());
        Programs.Ran ran = fixture.jdbmail("sieve", "check", script.toString());
        assertEquals(0, ran.status(), ran.err() + ran.out());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void questionsAndChangesInSqlAreUnderstood(String name) throws Exception {
        List<Snippet> snippets = Snippet.of("sql");
        assertFalse(snippets.isEmpty());
        try (TestDatabase database = TestDatabases.create(name)) {
            prepare(database);
            for (Snippet snippet : snippets) {
                database.execute(snippet.statements().toArray(String[]::new));
            }
        }
    }

    @Test
    void whatIsSaidInSqlOfPostgresqlWorks() throws Exception {
        assertTrue(TestDatabases.names().contains("postgresql"));
        try (TestDatabase database = TestDatabases.create("postgresql")) {
            prepare(database);
            Snippet dbmail = Snippet.only("sql postgresql dbmail");
            database.execute("DROP INDEX jdbmail_messages_expunged_idx");
            Matcher index =
                    Pattern.compile("dbmail_m\\w+").matcher(dbmail.text().replaceFirst("(?s).*DROP INDEX", ""));
            while (index.find()) {
                String table = index.group().startsWith("dbmail_mailboxes") ? "dbmail_mailboxes" : "dbmail_messages";
                database.execute("CREATE INDEX IF NOT EXISTS " + index.group() + " ON " + table + " (seq)");
            }
            database.execute(dbmail.statements().toArray(String[]::new));
            database.execute(Snippet.only("sql postgresql").statements().toArray(String[]::new));
            try {
                execute(database.url(), "postfix", "secret", "SELECT alias FROM dbmail_aliases");
            } finally {
                database.execute("DROP OWNED BY postfix", "DROP USER postfix");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsSaidInSqlOfMysqlWorks(String name) throws Exception {
        if (!TestDatabases.isMysql(name)) {
            assertFalse(name.isEmpty());
            return;
        }
        List<Snippet> snippets = Snippet.of("sql mysql");
        assertEquals(2, snippets.size());
        try (TestDatabase server = TestDatabases.create(name)) {
            server.execute(snippets.getFirst().statements().toArray(String[]::new));
            try {
                String url = server.url().replaceFirst("/[^/?]+($|\\?)", "/mail$1");
                TestDatabase mail = new TestDatabase(name, url, server.user(), server.password(), () -> {});
                prepare(mail);
                server.execute(snippets.getLast().statements().toArray(String[]::new));
                mail.execute("SHOW GRANTS FOR 'dbmail'@'localhost'");
                String plain = url.startsWith("jdbc:mariadb:") ? "jdbc:mysql:" + url.substring(13) : url;
                execute(plain, "postfix", "secret", "SELECT alias FROM dbmail_aliases");
            } finally {
                server.execute(
                        "DROP DATABASE mail", "DROP USER IF EXISTS 'postfix'@'%'", "DROP USER 'dbmail'@'localhost'");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsWork(Snippet snippet) throws Exception {
        String first = snippet.text().split(" ", 2)[0];
        switch (first) {
            case "./x" -> {
                String word = snippet.text().strip().substring(first.length() + 1);
                String help = run("help of x", Map.of(), root().resolve("x").toString());
                assertTrue(help.contains("\n  " + word + " "), help);
            }
            case "sudo" -> createdByCommands(snippet);
            case "chgrp" -> letsPostfixRead(snippet);
            default -> throw new AssertionError("nobody tries " + snippet);
        }
    }

    /** The account and the database of PostgreSQL, made on the test's own server. */
    private void createdByCommands(Snippet snippet) throws Exception {
        try (TestDatabase database = TestDatabases.create("postgresql")) {
            URI server = URI.create(database.url().substring("jdbc:".length()));
            Path sudo = Files.writeString(folder.resolve("sudo"), "#!/bin/sh\nshift 2\nexec \"$@\"\n");
            Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
            Map<String, String> environment = Map.of(
                    "PATH", folder + ":" + System.getenv("PATH"),
                    "PGHOST", server.getHost(),
                    "PGPORT", String.valueOf(server.getPort()),
                    "PGUSER", database.user());
            try {
                // In a session without a terminal the password is read from standard input.
                run("the commands", environment, "setsid", "-w", "sh", "-e", "-c", snippet.text());
                String mail = database.url().replaceFirst("/[^/?]+($|\\?)", "/mail$1");
                execute(mail, "dbmail", "secret", "CREATE TABLE mine (id int)");
            } finally {
                database.execute("DROP DATABASE IF EXISTS mail", "DROP ROLE IF EXISTS dbmail");
            }
        }
    }

    private void letsPostfixRead(Snippet snippet) throws Exception {
        Path place = Files.createDirectories(folder.resolve("jdbmail"));
        for (String name : List.of("mail.db", "mail.db-wal", "mail.db-shm")) {
            Files.setPosixFilePermissions(
                    Files.createFile(place.resolve(name)), PosixFilePermissions.fromString("rw-------"));
        }
        run("the commands", Map.of(), "sh", "-e", "-c", snippet.text().replace("/var/lib/jdbmail", place.toString()));
        for (String name : List.of("", "mail.db", "mail.db-wal", "mail.db-shm")) {
            PosixFileAttributes file =
                    Files.readAttributes(place.resolve(name), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            assertEquals("postfix", file.group().getName());
            assertTrue(
                    file.permissions()
                            .contains(
                                    name.isEmpty()
                                            ? PosixFilePermission.GROUP_EXECUTE
                                            : PosixFilePermission.GROUP_READ),
                    name);
        }
    }

    @Test
    void postfixUnderstandsItsConfiguration() throws Exception {
        Path map = folder.resolve("jdbmail.cf");
        Postfix.configure(map, Snippet.only("ini pgsql").text());
        String main = Snippet.only("ini main.cf").text().replace("/etc/postfix/jdbmail.cf", map.toString());
        // Debian's file has that line already.
        String master =
                "lmtp unix - - n - - lmtp\n" + Snippet.only("ini master.cf").text();
        Postfix.configure(folder.resolve("main.cf"), "compatibility_level = 3.6\n" + main);
        Postfix.configure(folder.resolve("master.cf"), master);
        String read = run("postconf", Map.of(), "postconf", "-c", folder.toString(), "-n");
        assertFalse(read.contains("warning"), read);
        for (String line : main.lines().filter(each -> each.contains(" = ")).toList()) {
            assertTrue(read.contains(line), line + " in " + read);
        }
        String service = run("postconf", Map.of(), "postconf", "-c", folder.toString(), "-M", "dbmail/unix");
        assertFalse(service.contains("warning"), service);
        Matcher program = Pattern.compile("argv=/usr/local/bin/([\\w-]+)").matcher(service);
        assertTrue(program.find(), service);
        assertTrue(Files.exists(root().resolve("cli/src/main/dist/bin").resolve(program.group(1))), service);
    }

    @Test
    void postfixUnderstandsWhereUsersLogIn() throws Exception {
        String main = Snippet.only("ini main.cf submission").text();
        Postfix.configure(folder.resolve("main.cf"), "compatibility_level = 3.6\n" + main);
        Postfix.configure(folder.resolve("master.cf"), "");
        String read = run("postconf", Map.of(), "postconf", "-c", folder.toString(), "-n");
        assertFalse(read.contains("warning"), read);
        for (String line : main.lines().toList()) {
            assertTrue(read.contains(line), line + " in " + read);
        }
    }

    @Test
    void postfixUnderstandsItsMilter() throws Exception {
        Path configuration = Files.createDirectories(folder.resolve("milter"));
        Files.writeString(
                configuration.resolve("main.cf"),
                Snippet.only("ini main.cf milter").text());
        Files.writeString(configuration.resolve("master.cf"), "");
        Process postconf = new ProcessBuilder("/usr/sbin/postconf", "-c", configuration.toString(), "-n")
                .redirectErrorStream(true)
                .start();
        String said = postconf.inputReader().readAllAsString();
        assertEquals(0, postconf.waitFor(), said);
        assertTrue(said.contains("smtpd_milters = inet:127.0.0.1:11332"), said);
        assertFalse(said.contains("warning"), said);
    }

    @Test
    void sogosSourceIsWholeAndReadsTheView() {
        String text = Snippet.only("text sogo").text();
        for (String pair : List.of("()", "{}")) {
            assertEquals(
                    text.chars().filter(c -> c == pair.charAt(0)).count(),
                    text.chars().filter(c -> c == pair.charAt(1)).count());
        }
        assertTrue(text.contains("/mail/sogo_users\""), text);
    }

    @Test
    void systemdUnderstandsTheUnit() throws Exception {
        Path unit = folder.resolve("jdbmail.service");
        Files.writeString(
                unit, Snippet.only("ini jdbmail.service").text().replace("/opt/jdbmail/bin/jdbmail", "/bin/true"));
        assertEquals(
                "",
                run("systemd-analyze", Map.of(), "systemd-analyze", "verify", "--man=no", unit.toString())
                        .lines()
                        // What the test's machine has for units of its own is not ours.
                        .filter(line -> line.contains(unit.getFileName().toString()))
                        .reduce("", String::concat));
    }

    @Test
    void fingerprintsHaveTheirForm() {
        for (String line : Snippet.only("text fingerprints").text().lines().toList()) {
            assertTrue(line.matches("(?:[0-9A-F]{2}:){31}[0-9A-F]{2} \\S+@\\S+"), line);
        }
    }

    private static void prepare(TestDatabase database) {
        DatabaseConfig config = DatabaseConfig.of(database.url());
        Schema.prepare(database.user().isEmpty() ? config : config.withAccount(database.user(), database.password()));
    }

    private static void execute(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String run(String what, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Program.Result result = Program.run(PATIENCE, folder, environment, Arrays.asList(command));
        assertEquals(0, result.status(), what + ": " + result.output());
        return result.output();
    }

    private static Path root() {
        return Path.of(System.getProperty("jdbmail.root"));
    }
}
