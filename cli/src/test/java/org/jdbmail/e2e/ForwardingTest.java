package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two Postfixes with JDBMail behind the first, as {@code docs/admin/postfix.md} sets it up: what comes for example.com goes to JDBMail, what JDBMail
 * sends goes to the first, and from there to the second, which is everybody else. The sink is where the second has its mailboxes.
 */
@Tag("full")
class ForwardingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OTHERS = "inline:{ bob@other.test=x, s@sender.test=x }";

    @TempDir
    private Path work;

    static List<String> databases() {
        return TestDatabases.names();
    }

    /** All that is at work. */
    private record Site(TestDatabase database, Jdbmail jdbmail, Postfix first, Postfix second, SmtpSink sink)
            implements AutoCloseable {
        void send(String to, String fields) throws IOException {
            try (SmtpSender sender = new SmtpSender(first.port())) {
                sender.send(
                        "s@sender.test",
                        to,
                        ("From: <s@sender.test>\r\nTo: <" + to + ">\r\n" + fields + "\r\nthe body\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }

        /** Mail at the second Postfix with such a recipient, when so much is there. */
        List<SmtpSink.Received> arrived(String recipient, int count) throws Exception {
            try {
                Eventually.isTrue(
                        PATIENCE, "mail for " + recipient, () -> at(recipient).size() >= count);
            } catch (AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\nfirst:\n" + first.log() + "\nsecond:\n" + second.log() + "\njdbmail:\n"
                                + jdbmail.log(),
                        e);
            }
            return at(recipient);
        }

        private List<SmtpSink.Received> at(String recipient) {
            return sink.received().stream()
                    .filter(mail -> mail.recipients().contains("RCPT TO:<" + recipient + ">"))
                    .toList();
        }

        void waitFor(String what, String query, long wanted) throws Exception {
            try {
                Eventually.isTrue(PATIENCE, what, () -> number(query) == wanted);
            } catch (AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\nfirst:\n" + first.log() + "\njdbmail:\n" + jdbmail.log(), e);
            }
        }

        long number(String query) throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        }

        @Override
        public void close() throws IOException {
            first.close();
            second.close();
            jdbmail.close();
            sink.close();
            database.close();
        }
    }

    private Site start(String name, String main, String master) throws Exception {
        TestDatabase database = database(name);
        int port = FreePort.next();
        Path config = Files.writeString(work.resolve("dbmail.conf"), """
                [DBMAIL]
                hostname = mail.example.com
                smtp_host = smtp://127.0.0.1:%d
                [DELIVERY]
                AUTO_REPLY = yes
                """.formatted(port));
        Jdbmail jdbmail = Jdbmail.start(work, database, List.of("-f", config.toString()));
        letOthersIn(name);
        SmtpSink sink = SmtpSink.start("8BITMIME", "SIZE");
        Postfix second = Postfix.start(
                Files.createDirectories(work.resolve("second")),
                FreePort.next(),
                1,
                new RecipientMap("static", ""),
                """
                        virtual_mailbox_domains = other.test sender.test
                        virtual_mailbox_maps = %s
                        virtual_transport = smtp:[127.0.0.1]:%d
                        """.formatted(OTHERS, sink.port()),
                "");
        Path folder = Files.createDirectories(work.resolve("first"));
        RecipientMap map = RecipientMap.of(database);
        Path srs = Files.createDirectories(folder.resolve("config")).resolve("srs");
        Postfix.configure(srs, "/^SRS[01][=+-].*@example\\.com$/ 1\n");
        Postfix first = Postfix.start(
                folder,
                port,
                jdbmail.lmtpPort(),
                map,
                """
                virtual_mailbox_maps = regexp:%s, proxy:%s:%s/config/recipients.cf
                transport_maps = inline:{ other.test=smtp:[127.0.0.1]:%d, sender.test=smtp:[127.0.0.1]:%d }
                """.formatted(srs, map.type(), folder, second.port(), second.port()) + main,
                master);
        return new Site(database, jdbmail, first, second, sink);
    }

    /** A database where others may get at it too. */
    private TestDatabase database(String name) throws Exception {
        if (!name.equals("sqlite")) {
            return TestDatabases.create(name);
        }
        Path folder = Files.createDirectories(work.resolve("sqlite"));
        return new TestDatabase(name, "jdbc:sqlite:" + folder.resolve("mail.db"), "", "", () -> {});
    }

    private void letOthersIn(String name) throws IOException {
        if (name.equals("sqlite")) {
            Path folder = work.resolve("sqlite");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
                }
            }
        }
    }

    private static void accounts(Site site) throws SQLException {
        site.jdbmail().addAccount("alice@example.com");
        long alice = site.number("SELECT user_idnr FROM dbmail_users WHERE userid = 'alice@example.com'");
        site.database()
                .execute(
                        "INSERT INTO dbmail_auto_replies ( user_idnr, start_date, stop_date, reply_body ) VALUES ( '"
                                + alice
                                + "', '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'Votre mail est bien arrive' )",
                        "INSERT INTO dbmail_aliases (alias, deliver_to, client_idnr) VALUES"
                                + " ('away@example.com', 'bob@other.test', 0)",
                        "INSERT INTO dbmail_aliases (alias, deliver_to, client_idnr) VALUES"
                                + " ('gone@example.com', 'nobody@other.test', 0)");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void forwardsReachASecondServerBouncesTheSenderAndAnswersComeOnce(String name) throws Exception {
        try (Site site = start(name, "", "")) {
            accounts(site);
            site.send("away@example.com", "Subject: forward\r\n");
            SmtpSink.Received forward = site.arrived("bob@other.test", 1).getFirst();
            assertTrue(forward.content().contains("\r\nSubject: forward\r\n"), forward.content());
            assertTrue(forward.mail().contains("<SRS0="), "in the name of a domain of ours: " + forward.mail());
            assertTrue(forward.mail().contains("=sender.test=s@example.com>"), forward.mail());
            assertFalse(forward.content().contains("Delivered-To: away"), forward.content());

            // The second server does not know whom it is for. Postfix tells the rewritten sender, and so the one who
            // wrote.
            site.send("gone@example.com", "Subject: bounce\r\n");
            SmtpSink.Received report = site.arrived("s@sender.test", 1).getFirst();
            assertTrue(report.mail().startsWith("MAIL FROM:<>"), report.mail());
            assertTrue(report.content().contains("nobody@other.test"), report.content());
            assertTrue(report.content().contains("message/delivery-status"), report.content());
            assertTrue(report.content().contains("Subject: bounce"), report.content());

            site.send("alice@example.com", "Subject: one\r\n");
            site.send("alice@example.com", "Subject: two\r\n");
            List<SmtpSink.Received> answers = site.arrived("s@sender.test", 2);
            assertTrue(
                    answers.get(1).content().contains("Votre mail est bien arrive"),
                    answers.get(1).content());
            site.waitFor("both messages", "SELECT count(*) FROM dbmail_messages WHERE status < 2", 2);
            site.waitFor("an empty queue", "SELECT count(*) FROM jdbmail_queue", 0);
            // What would be a second answer would be on its way before this.
            site.send("away@example.com", "Subject: last\r\n");
            site.arrived("bob@other.test", 2);
            assertEquals(2, site.arrived("s@sender.test", 2).size(), "one answer in seven days");
        }
    }

    /** Postfix's pipe(8) runs dbmail-deliver, as a user who may do nothing else. */
    @ParameterizedTest
    @MethodSource("databases")
    void pipeRunsDbmailDeliver(String name) throws Exception {
        Path program = program(name);
        try (Site site = start(
                name,
                "virtual_transport = dbmail\ndbmail_destination_recipient_limit = 1\n",
                "dbmail unix - n n - - pipe\n  user=nobody null_sender= argv=" + program
                        + " -d ${recipient} -r ${sender}\n")) {
            accounts(site);
            Files.writeString(
                    work.resolve("arguments"),
                    "-f " + work.resolve("dbmail.conf") + " --db " + Jdbmail.url(site.database()));
            site.jdbmail().addAccount("full@example.com");
            site.database().execute("UPDATE dbmail_users SET maxmail_size = 10 WHERE userid = 'full@example.com'");
            site.send("alice@example.com", "Subject: by pipe\r\n");
            site.waitFor("the message", "SELECT count(*) FROM dbmail_messages WHERE status < 2", 1);
            SmtpSink.Received answer = site.arrived("s@sender.test", 1).getFirst();
            assertTrue(
                    answer.content().contains("Votre mail est bien arrive"), "the server sends what the program left");
            site.send("away@example.com", "Subject: forward\r\n");
            site.arrived("bob@other.test", 1);
            // sysexits.h, EX_CANTCREAT: there is no room.
            site.send("full@example.com", "Subject: too much\r\n");
            SmtpSink.Received report = site.arrived("s@sender.test", 2).getLast();
            assertTrue(report.content().contains("full@example.com"), report.content());
            assertTrue(report.content().contains("Action: failed"), report.content());
        }
    }

    /** A copy of the program where nobody may read it, and what runs it. */
    private Path program(String name) throws IOException {
        Path lib = Files.createDirectories(work.resolve("lib"));
        List<String> classpath = new ArrayList<>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path source = Path.of(entry);
            Path target = lib.resolve(number + "-" + source.getFileName());
            number++;
            if (Files.exists(source)) {
                copy(source, target);
                classpath.add(target.toString());
            }
        }
        Path program = Files.writeString(work.resolve("dbmail-deliver"), """
                #!/bin/sh
                # for %s
                exec %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m --enable-native-access=ALL-UNNAMED \\
                  --sun-misc-unsafe-memory-access=allow -cp %s org.jdbmail.cli.Main dbmail-deliver $(cat %s) "$@"
                """.formatted(
                        name,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        String.join(":", classpath),
                        work.resolve("arguments")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(source.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String below = source.relativize(file).toString();
                Files.copy(file, below.isEmpty() ? target : target.resolve(below));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
