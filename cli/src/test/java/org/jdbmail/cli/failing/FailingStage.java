package org.jdbmail.cli.failing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Main;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;

/** A store with something of everything that commands are about, and the files that they want. */
final class FailingStage {
    private static final String ALICE = "alice@here.test";
    private static final String MESSAGE = "From: s@there.test\nMessage-ID: <1@there.test>\nSubject: hello\n\nbody\n";

    private final TestDatabase database;
    private final Path folder;
    private final Contents empty;
    private final Contents full;
    private final String filter;
    private final String queued;
    private int runs;

    private FailingStage(TestDatabase database, Path folder) throws IOException, SQLException {
        this.database = database;
        this.folder = folder;
        try (Store store = new Fixture(url()).open()) {
            store.read(tx -> tx.users().find(ALICE));
        }
        this.empty = Contents.keep(database, folder.resolve("empty"));
        files();
        fill();
        this.filter = ask("SELECT max(id) FROM dbmail_filters");
        this.queued = ask("SELECT max(id) FROM jdbmail_queue");
        this.full = Contents.keep(database, folder.resolve("full"));
    }

    /** @param folder for files */
    static FailingStage set(TestDatabase database, Path folder) throws IOException, SQLException {
        return new FailingStage(database, folder);
    }

    /** What such a command finds. */
    Contents contents(FailingCommands command) {
        return command.kind() == FailingCommands.Kind.FILLS ? empty : full;
    }

    /** A folder that is new. */
    Path newFolder() {
        return folder.resolve("run" + ++runs);
    }

    /**
     * Runs a command.
     *
     * @param fresh the folder that {@code %} stands for
     * @param connections put around the pools
     */
    Ran run(FailingCommands command, Path fresh, UnaryOperator<DataSource> connections) {
        return run(command.words(), fresh, connections);
    }

    private Ran run(List<String> words, Path fresh, UnaryOperator<DataSource> connections) {
        List<String> all = new ArrayList<>();
        for (String word : words) {
            all.add(
                    switch (word) {
                        case "%" -> fresh.toString();
                        case "FILTER" -> filter;
                        case "QUEUED" -> queued;
                        case "URL" -> url();
                        default ->
                            word.startsWith("~/")
                                    ? folder.resolve(word.substring(2)).toString()
                                    : word;
                    });
        }
        String first = words.getFirst();
        if (first.startsWith("dbmail-")) {
            all.addAll(1, List.of("--db", url()));
        } else if (!first.equals("mailq")) {
            all.addAll(List.of("--db", url()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(MESSAGE.getBytes(UTF_8)));
        try {
            Opening opening = new Opening(Map.of("JDBMAIL_DBURI", url(), "JDBMAIL_SMTP_HOST", "127.0.0.1:9"))
                    .withStores(options -> options.withConnections(connections));
            int status = Main.run(
                    new PrintWriter(out, true), new PrintWriter(err, true), opening, all.toArray(String[]::new));
            return new Ran(status, out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    private void run(String words) {
        Ran ran = run(List.of(words.split(" ")), folder, UnaryOperator.identity());
        if (ran.status() != 0) {
            throw new AssertionError(words + ": " + ran);
        }
    }

    private String url() {
        return database.user().isEmpty()
                ? database.url()
                : database.url() + (database.url().contains("?") ? "&" : "?") + "user=" + database.user() + "&password="
                        + database.password();
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private void files() throws IOException {
        Files.writeString(
                folder.resolve("users.csv"),
                "login,encoded,type,aliases,quota\nx@here.test,secret,plaintext,x1@here.test,5M\ny@here.test,s,plaintext,,\n");
        Files.writeString(folder.resolve("script"), "keep;\r\n");
        Files.writeString(
                folder.resolve("in.mbox"),
                "From a@b Thu Jan  1 00:00:00 2026\n" + MESSAGE
                        + "\nFrom a@b Thu Jan  1 00:00:00 2026\nSubject: two\n\ntwo\n\n");
        for (String name : List.of("cur", "new", "tmp", ".Kept/cur", ".Kept/new", ".Kept/tmp")) {
            Files.createDirectories(folder.resolve("maildir").resolve(name));
        }
        Files.writeString(folder.resolve("maildir/cur/1700000000.1.host:2,S"), MESSAGE);
        Files.writeString(folder.resolve("maildir/.Kept/cur/1700000001.2.host:2,F"), MESSAGE);
    }

    private void fill() throws SQLException {
        try (Store store = new Fixture(url()).open()) {
            for (String name : List.of(ALICE, "bob", "gone")) {
                Fixture.account(store, name);
                for (String mailbox : List.of("INBOX", "Archive", "Trash")) {
                    for (int i = 0; i < 3; i++) {
                        Fixture.deliver(
                                store,
                                name,
                                mailbox,
                                Fixture.DATE,
                                "Subject: " + i + "\n\n" + "x".repeat(50 * i) + "\n");
                    }
                }
            }
        }
        run("sieve put gone kept ~/script --activate");
        run("dbmail-users -c gone -s g@here.test");
        run("backup take ~/backup");
        run("users delete gone");
        run("dbmail-users -c alice@here.test -s info@here.test");
        run("dbmail-users -x out@here.test -t there@elsewhere.test");
        run("users app-passwords add alice@here.test phone");
        run("acl add bob alice@here.test Archive");
        run("domains set here.test --quota 1G");
        run("domains add-administrator here.test bob");
        run("filters add bob List-Id %x% INBOX");
        run("replies set bob --until 2099-01-01 --text away");
        run("notifications set bob n@there.test");
        run("retention set alice@here.test Trash 30");
        run("sieve put alice@here.test main ~/script --activate");
        run("sieve put alice@here.test second ~/script");
        run("dkim generate here.test --selector s1 --type ed25519");
        run("dkim generate here.test --selector s2 --type ed25519 --enable");
        run("dbmail-deliver -d out@here.test");
        run("queue hold all");
        run("dbmail-deliver -d out@here.test");
        Instant now = Instant.now();
        try (Store store = new Fixture(url()).open()) {
            store.write(tx -> {
                long user = tx.users().find(ALICE).orElseThrow().id();
                Mailbox inbox = tx.mailboxes().find(user, "INBOX").orElseThrow();
                tx.messages()
                        .expunge(
                                inbox.id(),
                                NumberSet.of(tx.messages()
                                        .popMessages(inbox.id())
                                        .getFirst()
                                        .uid()),
                                false);
                Optional<Instant> until = Optional.of(now.plus(Duration.ofHours(1)));
                tx.failures().add(new Failures.Row(Failures.Kind.NETWORK, "192.0.2.7", 21, now, until), 60, now);
                tx.failures().add(new Failures.Row(Failures.Kind.ACCOUNT, "bob", 5, now, Optional.empty()), 60, now);
                return true;
            });
        }
        database.execute(
                "UPDATE jdbmail_queue_recipient SET next_attempt = '2099-01-01 00:00:00'",
                "UPDATE dbmail_users SET curmail_size = curmail_size + 7 WHERE userid = 'bob'",
                "INSERT INTO dbmail_authlog (userid, service, login_time, logout_time, src_ip, src_port, dst_ip,"
                        + " dst_port, status, bytes_rx, bytes_tx) VALUES ('bob', 'imap', '2020-01-02 03:04:05',"
                        + " '2020-01-02 03:05:05', '192.0.2.7', 4711, '127.0.0.1', 143, 'closed', 10, 2000)",
                "INSERT INTO dbmail_pbsp (since, ipnumber) VALUES ('2020-01-02 03:04:05', '192.0.2.7')",
                "INSERT INTO dbmail_replycache (to_addr, from_addr, handle, lastseen)"
                        + " VALUES ('a@there.test', 'bob', 'h', '2020-01-02 03:04:05')",
                "INSERT INTO jdbmail_process (id, host, pid, started, seen)"
                        + " VALUES ('p', 'here', 1, '2020-01-02 03:04:05', '2090-01-01 00:00:00')",
                "INSERT INTO jdbmail_session (process, number, user_idnr, service, address, port, since, ended)"
                        + " SELECT 'p', 1, user_idnr, 'imap', '192.0.2.7', 4711, '2020-01-02 03:04:05', 0"
                        + " FROM dbmail_users WHERE userid = 'bob'");
    }
}
