package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What administrators do by the manuals of DBMail: keys of dbmail.conf, rows written by hand, programs; beside a server that runs. */
class ManualsDeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path config;

    static List<String> databases() {
        return TestDatabases.names();
    }

    private static String url(TestDatabase database) {
        return database.user().isEmpty()
                ? database.url()
                : database.url() + (database.url().contains("?") ? "&" : "?") + "user=" + database.user() + "&password="
                        + database.password();
    }

    /** A server's deliveries on that database, with what it sends. */
    private record Server(TestDatabase database, Store store, Delivering delivering, SmtpSink sink)
            implements AutoCloseable {
        void deliver(Path folder, String from, String to, String message) throws Exception {
            EnvelopeAddress sender = EnvelopeAddress.ofPlain(from);
            EnvelopeAddress address = EnvelopeAddress.ofPlain(to);
            Recipient recipient = delivering.service().accept(address, RecipientParameters.NONE, MailParameters.NONE);
            Instant now = Instant.now();
            try (Spool spool = new Spools(folder, 1 << 20, 1 << 20).open(0, 1 << 20)) {
                spool.write(new Trace("client.test", "", "127.0.0.1", "mail.test", "LMTP", "id")
                        .fields(sender, List.of(address), now));
                spool.write(message.getBytes(StandardCharsets.UTF_8));
                List<Outcome> outcomes = delivering
                        .service()
                        .deliver(new Envelope("id", sender, MailParameters.NONE, null, List.of(recipient)), spool, now);
                assertEquals(List.of(new Outcome.Delivered()), outcomes);
            }
        }

        int count(String login, String mailbox) {
            return store.read(tx -> tx.mailboxes()
                    .find(tx.users().find(login).orElseThrow().id(), mailbox)
                    .map(found -> tx.messages().popMessages(found.id()).size())
                    .orElse(0));
        }

        long sent(String text) {
            return sink.received().stream()
                    .filter(mail -> (mail.recipients() + mail.content()).contains(text))
                    .count();
        }

        void idle() throws Exception {
            Eventually.isTrue(
                    PATIENCE,
                    "an empty queue",
                    () -> store.read(tx -> tx.queue().list(0, 1)).isEmpty());
        }

        @Override
        public void close() throws IOException {
            delivering.close();
            store.close();
            sink.close();
            database.close();
        }
    }

    private Server start(String name) throws Exception {
        TestDatabase database = TestDatabases.create(name);
        SmtpSink sink = SmtpSink.start("8BITMIME");
        config = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = %s
                hostname = mail.test
                smtp_host = 127.0.0.1:%d

                [DELIVERY]
                AUTO_NOTIFY           = yes
                # Defaults to AUTO_NOTIFY_SUBJECT ="NEW MAIL NOTIFICATION"
                # AUTO_NOTIFY_SUBJECT        =
                # Defaults to AUTO_NOTIFY_SENDER "autonotify@dbmail"
                AUTO_NOTIFY_SENDER        = webmaster@domain.tld
                AUTO_REPLY            = yes
                """.formatted(url(database), sink.port()));
        Opening opening = new Opening(Optional.empty());
        Settings settings = opening.settings(Optional.of(config), Optional.empty());
        Store store = opening.store(settings);
        Delivering delivering = Delivering.of(
                settings, store, "mail.test", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        delivering.start();
        return new Server(database, store, delivering, sink);
    }

    private void users(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "dbmail-users";
        all[1] = "-f";
        all[2] = config.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        Programs.Ran ran = Programs.jdbmail(all);
        assertEquals(0, ran.status(), ran.err() + ran.out());
    }

    private static long id(Server server, String login) {
        return server.store().read(tx -> tx.users().find(login)).orElseThrow().id();
    }

    private static String mail(String fields) {
        return "From: Someone <s@remote.test>\r\nTo: modo@domain.tld\r\n" + fields + "\r\nbody\r\n";
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rowsOfTheManualsCountAtOnce(String name) throws Exception {
        try (Server server = start(name)) {
            users("-a", "modo@domain.tld", "-w", "secret", "-s", "modo@domain.tld");
            long modo = id(server, "modo@domain.tld");
            server.deliver(folder, "s@remote.test", "modo@domain.tld", mail("Subject: before\r\n"));
            server.idle();
            assertEquals(List.of(), server.sink().received());
            server.database()
                    .execute("INSERT INTO dbmail_auto_notifications ( user_idnr, notify_address ) VALUES ( '" + modo
                            + "', 'admin.perso@fai.fr' )");
            server.database()
                    .execute(
                            "INSERT INTO dbmail_auto_replies ( user_idnr, start_date, stop_date, reply_body ) VALUES ( '"
                                    + modo
                                    + "', '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'Votre mail est bien arrive' )");
            Eventually.isTrue(PATIENCE, "a reply", () -> {
                deliverQuietly(server, mail("Subject: hello\r\n"));
                return server.sent("Votre mail est bien arrive") > 0;
            });
            server.deliver(folder, "s@remote.test", "modo@domain.tld", mail("Subject: again\r\n"));
            server.idle();
            assertEquals(1, server.sent("Votre mail est bien arrive"), "once to each sender");
            assertTrue(server.sent("RCPT TO:<admin.perso@fai.fr>") > 1, "a notice each time");
            String notice = server.sink().received().stream()
                    .filter(each -> each.recipients().contains("RCPT TO:<admin.perso@fai.fr>"))
                    .findFirst()
                    .orElseThrow()
                    .content();
            assertTrue(notice.contains("From: <webmaster@domain.tld>\r\n"), notice);
            assertTrue(notice.contains("Subject: NEW MAIL NOTIFICATION\r\n"), notice);
        }
    }

    private void deliverQuietly(Server server, String message) {
        try {
            server.deliver(folder, "s@remote.test", "modo@domain.tld", message);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void filtersOfTheManualsFile(String name) throws Exception {
        try (Server server = start(name)) {
            users("-a", "modo@domain.tld", "-w", "secret", "-s", "modo@domain.tld");
            long modo = id(server, "modo@domain.tld");
            server.store().write(tx -> tx.mailboxes().create(modo, "Compta", null));
            server.store().write(tx -> tx.mailboxes().create(modo, "INBOX/sent", null));
            server.deliver(folder, "s@remote.test", "modo@domain.tld", mail(""));
            // The manual's word is MySQL's.
            String values = TestDatabases.isMysql(name) ? "value" : "values";
            server.database()
                    .execute("insert into dbmail_filters ( user_id, headername, headervalue, mailbox) " + values
                            + " ( '" + modo + "', 'From', 'bank@bnp.fr', 'Compta' )");
            server.database()
                    .execute("insert into dbmail_filters ( user_id, headername, headervalue, mailbox) " + values
                            + " ( '" + modo + "', 'cc', 'compte-fai-fetch@domain.tld', 'inbox/sent' )");
            Eventually.isTrue(PATIENCE, "filed mail", () -> {
                deliverQuietly(server, "FROM: The Bank <Bank@BNP.fr>\r\n\r\n");
                return server.count("modo@domain.tld", "Compta") > 0;
            });
            server.deliver(
                    folder,
                    "s@remote.test",
                    "modo@domain.tld",
                    "From: a@b.test\r\nCC: compte-fai-fetch@domain.tld\r\n\r\n");
            assertEquals(1, server.count("modo@domain.tld", "INBOX/sent"));
        }
    }

    /** The script of the manual makes a list's ten addresses. */
    @ParameterizedTest
    @MethodSource("databases")
    void theTenAddressesOfAMailmanListReachItsProgram(String name) throws Exception {
        Path calls = Files.createDirectories(folder.resolve("calls"));
        for (Path each = calls; each.getNameCount() > 1 && Files.isWritable(each); each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(calls, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path mailman = Files.writeString(
                folder.resolve("mailman"),
                "#!/bin/sh\ncat > " + calls + "/$1.tmp && mv " + calls + "/$1.tmp " + calls + "/$1-$2\n");
        Files.setPosixFilePermissions(mailman, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Server server = start(name)) {
            users("-x", "pub@list.domain.tld", "-t", "|" + mailman + " post pub");
            List<String> words = List.of(
                    "admin", "bounces", "confirm", "join", "leave", "owner", "request", "subscribe", "unsubscribe");
            for (String word : words) {
                users("-x", "pub-" + word + "@list.domain.tld", "-t", "|" + mailman + " " + word + " pub");
            }
            server.deliver(folder, "s@remote.test", "pub@list.domain.tld", mail("Subject: to all\r\n"));
            for (String word : words) {
                server.deliver(
                        folder, "s@remote.test", "pub-" + word + "@list.domain.tld", mail("Subject: " + word + "\r\n"));
            }
            server.idle();
            String post = Files.readString(calls.resolve("post-pub"));
            assertTrue(post.startsWith("Return-Path: <s@remote.test>\nDelivered-To: pub@list.domain.tld\n"), post);
            assertTrue(post.endsWith("Subject: to all\n\nbody\n"), post);
            for (String word : words) {
                assertTrue(Files.readString(calls.resolve(word + "-pub")).contains("Subject: " + word + "\n"), word);
            }
            assertEquals(List.of(), server.sink().received(), "nothing came back");
            Refusal unknown = null;
            try {
                server.deliver(folder, "s@remote.test", "pub-nosuch@list.domain.tld", mail(""));
            } catch (Refusal refusal) {
                unknown = refusal;
            }
            assertEquals("is not known here", unknown == null ? "" : unknown.text());
        }
    }
}
