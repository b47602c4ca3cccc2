package org.jdbmail.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.mail.DeliverCommand;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What administrators of DBMail do by the manuals that they follow: their commands, their SQL and their Postfix maps, one after the other
 * on one database, and what comes of it.
 */
@Tag("full")
class ManualRecipesTest {
    private static final String MAILMAN = "|/usr/lib/mailman/mail/mailman ";

    @TempDir
    Path folder;

    private Path config = Path.of("");

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatTheManualsShowIsWhatOneGets(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            config = folder.resolve("dbmail.conf");
            Files.writeString(config, """
                    [DBMAIL]
                    dburi = %s
                    user = %s
                    pass = %s
                    authlog = yes
                    hostname = mail.domain.tld
                    sendmail = /bin/false
                    [DELIVERY]
                    AUTO_NOTIFY = yes
                    AUTO_NOTIFY_SENDER = webmaster@domain.tld
                    AUTO_REPLY = yes
                    """.formatted(database.url(), database.user(), database.password()));
            accountsAreAddedChangedAndDeleted(database);
            passwordsAreStoredAsAskedFor();
            forwardsAndListsAreAliases();
            rowsWrittenByHandCount(database);
            mailboxesAreShared(database);
            mailGoesWhereTheyMeant();
            postfixFindsItsRecipients(database);
        }
    }

    private Ran run(String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program, "-f", config.toString()));
        words.addAll(List.of(arguments));
        return Programs.jdbmail(words.toArray(String[]::new));
    }

    private String users(String... arguments) {
        Ran ran = run("dbmail-users", arguments);
        assertEquals(0, ran.status(), ran.out() + ran.err());
        return ran.out();
    }

    private static String ask(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)).strip() : "";
        }
    }

    private Store open() throws Exception {
        Opening opening = new Opening(Optional.empty());
        return opening.store(opening.settings(Optional.of(config), Optional.empty()));
    }

    private void accountsAreAddedChangedAndDeleted(TestDatabase database) throws Exception {
        String added = users("-a", "toto@domain.tld", "-w", "mypass", "-p", "md5", "-s", "toto@domain.tld");
        assertTrue(added.contains("Adding INBOX for new user... ok.\n[toto@domain.tld]\nDone\n"), added);
        users("-c", "toto@domain.tld", "-s", "titi@domain.tld,tata@domain.tld,oto@domain2.tld2,tata@domain3.tld3");
        users("-c", "toto@domain.tld", "-S", "titi@domain.tld");
        users("-c", "toto@domain.tld", "-m", "50M");
        String line = users("-l", "toto@domain.tld");
        assertTrue(
                line.matches("(?s).*\ntoto@domain.tld:x:\\d+:0:50.00:0.00:"
                        + "oto@domain2.tld2,tata@domain.tld,tata@domain3.tld3,toto@domain.tld\n"),
                line);
        // | awk -F: '{print $3}': the line before has no colon, and gives an empty one
        assertEquals("3", users("-l", "__public__").lines().toList().getLast().split(":", -1)[2]);
        users("-a", "gone@domain.tld", "-w", "x", "-s", "gone@domain.tld");
        users("-d", "gone@domain.tld");
        assertEquals("0", ask(database, "SELECT count(*) FROM dbmail_aliases WHERE alias = 'gone@domain.tld'"));
        assertEquals("0", ask(database, "SELECT count(*) FROM dbmail_users WHERE userid = 'gone@domain.tld'"));
        assertFalse(run("dbmail-users", "-d", "gone@domain.tld").status() == 0);
    }

    private void passwordsAreStoredAsAskedFor() throws Exception {
        Map<String, String> given = Map.of(
                "md5", "secret",
                "plaintext", "secret",
                "crypt", "secret",
                "md5-hash", "secret",
                "md5-digest", "secret",
                "crypt-raw", "rqXexS6ZhobKA",
                "md5-hash-raw", "$1$abcdefgh$yvg2yFLaLh8wb5NVxKxHx0",
                "md5-digest-raw", "5ebe2294ecd0e0f08eab7690d2a6ee69",
                "md5-base64", "secret");
        for (Map.Entry<String, String> each : given.entrySet()) {
            String login = each.getKey() + "@domain.tld";
            users("-a", login, "-w", each.getValue(), "-p", each.getKey());
            if (!each.getKey().endsWith("-raw")) {
                assertMatches(login, "secret");
            }
        }
        try (Store store = open()) {
            assertEquals(
                    given.get("md5-digest-raw"),
                    store.read(tx -> tx.users().login("md5-digest-raw@domain.tld"))
                            .orElseThrow()
                            .credential()
                            .encoded());
        }
        assertMatches("md5-digest-raw@domain.tld", "secret");
        // For CRAM-MD5 the password itself has to be there, as SASL's auxprop plug-in asks for it.
        users("-c", "toto@domain.tld", "-p", "plaintext", "-w", "password");
        assertMatches("toto@domain.tld", "password");
    }

    private void assertMatches(String login, String password) throws Exception {
        try (Store store = open()) {
            Users.Login found = store.read(tx -> tx.users().login(login)).orElseThrow();
            assertTrue(new Passwords().matches(Password.of(password), found.credential(), login), login);
        }
    }

    private void forwardsAndListsAreAliases() {
        users("-x", "forwarded@domain.tld", "-t", "casimir@free.fr");
        assertTrue(users("-l", "forwarded@domain.tld").contains("forward [forwarded@domain.tld] to [casimir@free.fr]"));
        users("-x", "forwarded@domain.tld", "-T", "casimir@free.fr");
        assertFalse(users("-L").contains("casimir@free.fr"));
        users("-x", "forwarded@domain.tld", "-t", "casimir@free.fr");
        assertEquals(
                "[" + MAILMAN + "post pub]\nDone\n",
                lastLines(users("-x", "pub@list.domain.tld", "-t", MAILMAN + "post pub")));
        for (String word : List.of(
                "admin", "bounces", "confirm", "join", "leave", "owner", "request", "subscribe", "unsubscribe")) {
            String out = users("-x", "pub-" + word + "@list.domain.tld", "-t", MAILMAN + word + " pub");
            assertEquals("[" + MAILMAN + word + " pub]\nDone\n", lastLines(out));
        }
    }

    private static String lastLines(String out) {
        List<String> lines = out.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 2), lines.size())) + "\n";
    }

    private void rowsWrittenByHandCount(TestDatabase database) throws Exception {
        users("-a", "modo@domain.tld", "-w", "x", "-s", "modo@domain.tld");
        String id = ask(database, "SELECT user_idnr FROM dbmail_users WHERE userid = 'modo@domain.tld'");
        String values = database.name().equals("mariadb") || database.name().equals("mysql") ? "value" : "values";
        try (Store store = open()) {
            long user = Long.parseLong(id);
            store.write(tx -> tx.mailboxes().create(user, "Compta", null));
        }
        database.execute(
                "INSERT INTO dbmail_auto_notifications ( user_idnr, notify_address ) VALUES ( '" + id
                        + "', 'admin.perso@fai.fr' )",
                "INSERT INTO dbmail_auto_replies ( user_idnr, start_date, stop_date, reply_body ) VALUES ( '" + id
                        + "', '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'Votre mail est bien arrive' )",
                "insert into dbmail_filters ( user_id, headername, headervalue, mailbox) " + values + " ( '" + id
                        + "', 'From', 'bank@bnp.fr', 'Compta' )",
                "insert INTO dbmail_mailboxes (owner_idnr, name, seen_flag, answered_flag, deleted_flag, flagged_flag,"
                        + " recent_flag, draft_flag, no_inferiors, no_select, permission, seq ) VALUES ( '2', 'INBOX', '0',"
                        + " '0', '0', '0', '0', '0', '0', '0', '2', '0' )",
                "insert INTO dbmail_mailboxes (owner_idnr, name, seen_flag, answered_flag, deleted_flag, flagged_flag,"
                        + " recent_flag, draft_flag, no_inferiors, no_select, permission, seq ) VALUES ( '3', 'INBOX', '0',"
                        + " '0', '0', '0', '0', '0', '0', '0', '2', '0' )",
                "insert into dbmail_aliases ( alias, deliver_to, client_idnr ) " + values
                        + " ( 'project@domain.tld', '3', '0' )");
        assertEquals(
                "Compta",
                ask(database, "select name from dbmail_mailboxes where owner_idnr='" + id + "' and name <> 'INBOX'"));
        assertEquals("", ask(database, "SELECT * FROM dbmail_authlog order by id desc limit 10"));
        database.execute("delete from dbmail_authlog where id < 8000");
        assertEquals("", ask(database, "SELECT * FROM dbmail_physmessage order by internal_date desc limit 10"));
        // What SASL's and Apache's plug-ins ask.
        assertEquals("password", ask(database, "SELECT passwd FROM dbmail_users WHERE userid = 'toto@domain.tld'"));
        if (!database.name().equals("sqlite")) {
            assertEquals(
                    "86fe15c0fe7a58b27b6d5aa96a2e9f69".length(),
                    ask(
                                    database,
                                    "SELECT md5(concat(userid,':hello:',passwd)) from dbmail_users WHERE userid = 'toto@domain.tld'")
                            .length());
        }
    }

    private void mailboxesAreShared(TestDatabase database) throws Exception {
        for (String name : List.of("t1", "t2", "t3", "entreprise")) {
            users("-a", name + "@domain.tld", "-s", name + "@domain.tld", "-w", name);
        }
        String out =
                run("dbmail-acl.sh", "add", "t2@domain.tld", "t1@domain.tld").out();
        String t2 = ask(database, "SELECT user_idnr FROM dbmail_users WHERE userid = 't2@domain.tld'");
        String t3 = ask(database, "SELECT user_idnr FROM dbmail_users WHERE userid = 't3@domain.tld'");
        String inbox = ask(
                database,
                "SELECT b.mailbox_idnr FROM dbmail_mailboxes b JOIN dbmail_users u ON u.user_idnr ="
                        + " b.owner_idnr WHERE u.userid = 't1@domain.tld'");
        assertEquals(
                "Taking default mailbox INBOX\nAdding (full) acl rights for " + t2 + " to " + inbox
                        + ".\nAdding subscription of " + t2 + " to " + inbox + ".\n",
                out);
        // As the manual has the script do it: all columns by their place.
        database.execute("INSERT INTO dbmail_acl values (" + t3 + ", " + inbox + ", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)");
        assertEquals(
                0,
                run("dbmail-acl.sh", "add", "t2@domain.tld", "modo@domain.tld", "*")
                        .status());
        assertEquals(
                0,
                run("dbmail-acl.sh", "add", "entreprise@domain.tld", "__public__")
                        .status());
        try (Store store = open()) {
            assertEquals(List.of("INBOX", "Compta", "INBOX", "INBOX"), visible(store, "t2@domain.tld"));
            assertEquals(List.of("INBOX", "INBOX"), visible(store, "t3@domain.tld"));
            assertEquals(List.of("INBOX", "INBOX"), visible(store, "entreprise@domain.tld"));
        }
        assertTrue(run("dbmail-acl.sh", "list")
                .out()
                .contains("t3@domain.tld (" + t3 + "): lrswipkxtea on t1@domain.tld/INBOX"));
        assertTrue(run("dbmail-acl.sh", "list", "mailbox").out().contains("modo@domain.tld"));
        assertEquals(
                0,
                run("dbmail-acl.sh", "del", "t2@domain.tld", "modo@domain.tld", "*")
                        .status());
        try (Store store = open()) {
            assertEquals(List.of("INBOX", "INBOX"), visible(store, "t2@domain.tld"));
        }
    }

    /** What is in somebody's list, the public and other users' mailboxes first. */
    private static List<String> visible(Store store, String login) {
        return store.read(tx -> {
            User user = tx.users().find(login).orElseThrow();
            return tx.mailboxes().visibleTo(user.id()).stream()
                    .map(MailboxAccess::mailbox)
                    .sorted((one, other) -> Boolean.compare(one.ownerId() != user.id(), other.ownerId() != user.id()))
                    .map(Mailbox::name)
                    .toList();
        });
    }

    private int deliver(String to, String message) {
        StringWriter err = new StringWriter();
        DeliverCommand command =
                new DeliverCommand(new Opening(Optional.empty()), new ByteArrayInputStream(message.getBytes(UTF_8)));
        int status = new CommandLine(command)
                .setErr(new PrintWriter(err, true))
                .execute("-f", config.toString(), "-d", to, "-r", "sender@elsewhere.test");
        assertEquals(status == 0, err.toString().isEmpty(), err.toString());
        return status;
    }

    private void mailGoesWhereTheyMeant() throws Exception {
        String from = "From: Somebody <sender@elsewhere.test>\nSubject: x\n";
        assertEquals(0, deliver("TATA@domain3.tld3", from + "To: tata@domain3.tld3\n\ntext\n"));
        assertEquals(0, deliver("modo@domain.tld", "From: bank@bnp.fr\nTo: modo@domain.tld\nSubject: y\n\ntext\n"));
        assertEquals(0, deliver("project@domain.tld", from + "\ntext\n"));
        assertEquals(0, deliver("forwarded@domain.tld", from + "\ntext\n"));
        assertEquals(0, deliver("pub-request@list.domain.tld", from + "\nhelp\n"));
        assertEquals(67, deliver("nobody@domain.tld", from + "\ntext\n"));
        try (Store store = open()) {
            assertEquals(1, count(store, "toto@domain.tld", "INBOX"));
            assertEquals(1, count(store, "modo@domain.tld", "Compta"));
            assertEquals(0, count(store, "modo@domain.tld", "INBOX"));
            assertEquals(1, count(store, User.PUBLIC, "INBOX"));
            List<String> queued = store.read(tx -> tx.queue().list(0, 100)).stream()
                    .map(QueuedMail::recipients)
                    .flatMap(List::stream)
                    .map(recipient -> recipient.target().toString())
                    .sorted()
                    .toList();
            assertTrue(
                    queued.containsAll(List.of("admin.perso@fai.fr", "casimir@free.fr", MAILMAN + "request pub")),
                    queued.toString());
        }
    }

    private static long count(Store store, String login, String mailbox) {
        return store.read(tx -> {
            long user = tx.users().find(login).orElseThrow().id();
            long id = tx.mailboxes().find(user, mailbox).orElseThrow().id();
            return (long) tx.mailboxes().status(List.of(id)).get(id).messages();
        });
    }

    private void postfixFindsItsRecipients(TestDatabase database) throws Exception {
        Postfix.configure(folder.resolve("main.cf"), "compatibility_level = 3.6\n");
        boolean isMysql = database.name().equals("mariadb") || database.name().equals("mysql");
        String domain = isMysql
                ? "SELECT DISTINCT 1 FROM dbmail_aliases WHERE SUBSTRING_INDEX(alias, '@', -1) = '%s';"
                : database.name().equals("postgresql")
                        ? "SELECT DISTINCT 1 FROM dbmail_aliases WHERE split_part(alias, '@', 2) = '%s'"
                        : "SELECT DISTINCT 1 FROM dbmail_aliases WHERE substr(alias, instr(alias, '@') + 1) = '%s'";
        assertEquals("1", query(database, domain, "domain3.tld3"));
        assertEquals("1", query(database, domain, "list.domain.tld"));
        assertEquals("", query(database, domain, "elsewhere.test"));
        String mailbox = "SELECT 1 FROM dbmail_aliases WHERE alias='%s'" + (isMysql ? ";" : "");
        assertEquals("1", query(database, mailbox, "oto@domain2.tld2"));
        assertEquals("", query(database, mailbox, "gone@domain.tld"));
        String recipient = "SELECT alias FROM dbmail_aliases WHERE alias='%s'" + (isMysql ? "  ;" : "");
        assertEquals("pub-join@list.domain.tld", query(database, recipient, "pub-join@list.domain.tld"));
    }

    /** What Postfix's own program answers. */
    private String query(TestDatabase database, String query, String key) throws Exception {
        URI url = URI.create(database.url().replaceFirst("\\?.*", "").substring("jdbc:".length()));
        boolean isFile = database.name().equals("sqlite");
        String where = isFile
                ? "dbpath = " + url.getSchemeSpecificPart() + "\n"
                : "user = %s\npassword = %s\nhosts = inet:%s:%d\ndbname = %s\n"
                        .formatted(
                                database.user(),
                                database.password(),
                                url.getHost(),
                                url.getPort(),
                                url.getPath().substring(1));
        Path file = folder.resolve("map.cf");
        Postfix.configure(file, where + "query = " + query + "\n");
        String type = isFile ? "sqlite" : database.name().equals("postgresql") ? "pgsql" : "mysql";
        Program.Result result = Program.run(
                Duration.ofSeconds(20),
                folder,
                Map.of(),
                List.of("postmap", "-c", folder.toString(), "-q", key, type + ":" + file));
        assertEquals(result.output().isEmpty() ? 1 : 0, result.status(), result.output());
        return result.output().strip();
    }
}
