package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two of our servers, a Postfix and a server that does what a test tells it, on loopback addresses of their own with a name server under the
 * test's control: mail in all directions. Needs root, as Postfix does.
 */
@Tag("full")
@Timeout(300)
class MailExchangeTest {
    private static final InetAddress THERE = InetAddress.ofLiteral("127.0.41.4");

    @TempDir
    static Path folder;

    private static int port;
    private static DnsServer names;
    private static MailServer a;
    private static MailServer b;
    private static SmtpSink sink;
    private static PostfixRelay postfix;

    @BeforeAll
    static void start() throws Exception {
        port = FreePort.next();
        names = DnsServer.start();
        names.add("a.test", "MX", "10 mx.a.test").add("mx.a.test", "A", "127.0.41.1");
        names.add("b.test", "MX", "20 mx.b.test").add("b.test", "MX", "10 down.b.test");
        names.add("mx.b.test", "A", "127.0.41.2").add("down.b.test", "A", "127.0.41.9");
        names.add("p.test", "MX", "10 mx.p.test").add("mx.p.test", "A", "127.0.41.3");
        names.add("s.test", "A", "127.0.41.4").add("null.test", "MX", "0 .");
        sink = SmtpSink.at(THERE, port);
        a = MailServer.start(folder.resolve("a"), "mx.a.test", "127.0.41.1", port, names.address(), "");
        b = MailServer.start(folder.resolve("b"), "mx.b.test", "127.0.41.2", port, names.address(), "");
        a.account("alice@a.test");
        b.account("bob@b.test");
        b.account("all@b.test");
        b.alias("@many.b.test", "all@b.test");
        names.add("many.b.test", "MX", "10 mx.b.test");
        postfix = PostfixRelay.start(folder.resolve("postfix"), "127.0.41.3", port);
    }

    /** What has not come up is not stopped, and what can't be stopped keeps nothing else from it. */
    @AfterAll
    static void stop() throws Exception {
        Exception trouble = null;
        for (@Nullable AutoCloseable each : new @Nullable AutoCloseable[] {postfix, b, a, sink, names}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                trouble = e;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    private static void send(InetSocketAddress to, String mail, List<String> recipients, String... lines)
            throws IOException {
        try (LineClient client = LineClient.connect(to).timeout(Duration.ofSeconds(120))) {
            client.readUntil("220 ");
            client.send("EHLO [127.0.0.1]");
            client.readUntil("250 ");
            say(client, "MAIL FROM:" + mail);
            client.readUntil("250 ");
            for (String each : recipients) {
                say(client, "RCPT TO:" + each);
                String said = client.readLine();
                assertTrue(said.startsWith("250 "), said);
            }
            client.send("DATA");
            client.readUntil("354 ");
            for (String line : lines) {
                say(client, line);
            }
            client.send(".");
            String said = client.readLine();
            assertTrue(said.startsWith("250 "), said);
        }
    }

    private static void say(LineClient client, String line) throws IOException {
        client.send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static int had(MailServer server, String account) {
        return server.messages(account).size();
    }

    @Test
    void mailGoesToTheServerThatIsUpUnderTlsAndItsSenderIsToldWhereHeWishes() throws Exception {
        int bobHad = had(b, "bob@b.test");
        int aliceHad = had(a, "alice@a.test");
        send(a.at(), "<alice@a.test> ENVID=e1", List.of("<bob@b.test> NOTIFY=SUCCESS"), "Subject: hello", "", "..dot");
        String mail = b.newest("bob@b.test", bobHad + 1);
        assertTrue(mail.contains("by mx.b.test with ESMTPS id"), mail);
        assertTrue(mail.contains("by mx.a.test with ESMTP id"), mail);
        assertTrue(mail.startsWith("Return-Path: <alice@a.test>\r\nDelivered-To: bob@b.test\r\n"), mail);
        assertTrue(mail.endsWith("Subject: hello\r\n\r\n.dot\r\n"), mail);
        // RFC 3461 §5.2: the last server tells, and its report finds its way back.
        String report = a.newest("alice@a.test", aliceHad + 1);
        assertTrue(report.contains("Action: delivered"), report);
        assertTrue(report.contains("Original-Envelope-Id: e1"), report);
        a.awaitEmptyQueue();
        b.awaitEmptyQueue();
    }

    @Test
    void whatIsRefusedComesBack() throws Exception {
        int had = had(a, "alice@a.test");
        send(a.at(), "<alice@a.test>", List.of("<nobody@b.test>"), "Subject: to nobody", "");
        String report = a.newest("alice@a.test", had + 1);
        assertTrue(report.contains("Final-Recipient: rfc822; nobody@b.test"), report);
        assertTrue(report.contains("Status: 5.1.1"), report);
        send(a.at(), "<alice@a.test>", List.of("<x@null.test>"), "Subject: to null", "");
        report = a.newest("alice@a.test", had + 2);
        assertTrue(report.contains("Status: 5.1.10"), report);
        send(a.at(), "<alice@a.test> SMTPUTF8", List.of("<jürgen@s.test>"), "Subject: hellö", "");
        report = a.newest("alice@a.test", had + 3);
        assertTrue(report.contains("Status: 5.6.7"), report);
    }

    @Test
    void whatIsPutOffIsTriedAgain() throws Exception {
        sink.answer("RCPT TO:<later", "450 4.2.1 not now");
        send(a.at(), "<alice@a.test>", List.of("<later@s.test>"), "Subject: later", "");
        Eventually.isTrue(
                Duration.ofSeconds(60),
                "an attempt",
                () -> a.queue().stream()
                        .flatMap(mail -> mail.recipients().stream())
                        .anyMatch(each -> each.lastReply().contains("4.2.1 not now")));
        sink.answerAsUsual("RCPT TO:<later");
        a.retry();
        Eventually.isTrue(
                Duration.ofSeconds(60),
                "it arrives",
                () -> sink.received().stream()
                        .anyMatch(each -> each.recipients().toString().contains("later@s.test")));
        a.awaitEmptyQueue();
    }

    @Test
    void anAdministratorMovesWhatWaitsAndItsSenderIsTold() throws Exception {
        int had = had(a, "alice@a.test");
        sink.answer("RCPT TO:<held", "450 4.2.1 not now");
        send(a.at(), "<alice@a.test>", List.of("<held@s.test>"), "Subject: held", "");
        Eventually.isTrue(Duration.ofSeconds(60), "an attempt", () -> attempts() == 1);
        // RFC 3461 §4.1: who waits for long is told of that, once.
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("a").resolve("mail.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE jdbmail_queue SET created = datetime('now', '-5 hours')");
        }
        a.retry();
        String delayed = a.newest("alice@a.test", had + 1);
        assertTrue(delayed.contains("Action: delayed"), delayed);
        assertTrue(delayed.contains("Will-Retry-Until: "), delayed);
        assertTrue(delayed.contains("450 4.2.1 not now"), delayed);
        a.queue(queue -> (ids, now) -> queue.hold(ids, true));
        a.retry();
        sink.answerAsUsual("RCPT TO:<held");
        // What is held waits, although others go.
        send(a.at(), "<alice@a.test>", List.of("<other@s.test>"), "Subject: other", "");
        Eventually.isTrue(
                Duration.ofSeconds(60), "another goes", () -> reached().contains("<other@s.test>"));
        assertTrue(!reached().contains("<held@s.test>"));
        a.queue(queue -> (ids, now) -> queue.hold(ids, false) + queue.retry(ids, now));
        Eventually.isTrue(
                Duration.ofSeconds(60), "it is let go", () -> reached().contains("<held@s.test>"));
        sink.answer("RCPT TO:<back", "450 4.2.1 not now");
        send(a.at(), "<alice@a.test>", List.of("<back@s.test>"), "Subject: back", "");
        Eventually.isTrue(Duration.ofSeconds(60), "an attempt", () -> attempts() == 1);
        a.queue(queue -> queue::bounce);
        String report = a.newest("alice@a.test", had + 2);
        assertTrue(report.contains("Action: failed") && report.contains("Status: 5.4.7"), report);
        a.awaitEmptyQueue();
    }

    private static int attempts() {
        return a.queue().stream()
                .flatMap(mail -> mail.recipients().stream())
                .filter(each -> !each.lastReply().isEmpty())
                .mapToInt(QueuedRecipient::attempts)
                .sum();
    }

    /** A hundred recipients travel together; what was under way when the server died comes again when its lease is over. */
    @Test
    void aThousandRecipientsAndAServerThatIsKilled() throws Exception {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            recipients.add("<u" + i + "@s.test>");
        }
        int had = had(b, "all@b.test");
        List<String> there = new ArrayList<>(recipients);
        there.replaceAll(each -> each.replace("@s.test", "@many.b.test"));
        send(a.at(), "<alice@a.test>", there, "Subject: to all of b", "");
        send(a.at(), "<alice@a.test>", recipients, "Subject: to all", "");
        a.killAndStart();
        Eventually.isTrue(
                Duration.ofSeconds(120), "all have got it", () -> reached().containsAll(recipients));
        Eventually.isTrue(Duration.ofSeconds(60), "copies in b", () -> had(b, "all@b.test") > had);
        a.awaitEmptyQueue();
        long transactions = sink.received().stream()
                .filter(each -> each.content().contains("Subject: to all\r\n"))
                .count();
        // RFC 5321 §4.5.5: what was on its way may come twice, and no more.
        assertTrue(transactions >= 10 && transactions <= 20, transactions + " transactions");
    }

    private static Set<String> reached() {
        Set<String> reached = new HashSet<>();
        sink.received()
                .forEach(each -> each.recipients()
                        .forEach(recipient -> reached.add(recipient.replaceFirst("RCPT TO:(<[^>]*>).*", "$1"))));
        return reached;
    }

    /** RFC 1870, RFC 5321 §4.5.4.1: a relay for a domain whose own server is down keeps its mail until that is up again. */
    @Test
    void mailForADomainThatWeAreABackupForWaitsForItsServer() throws Exception {
        try (MailServer backup = MailServer.start(
                folder.resolve("backup"),
                "mx2.c.test",
                "127.0.41.5",
                port,
                names.address(),
                "[SMTPD]\nrelay_domains = c.test\nmynetworks = 127.9.9.9\n")) {
            names.add("c.test", "MX", "10 mx.c.test").add("c.test", "MX", "20 mx2.c.test");
            names.add("mx.c.test", "A", "127.0.41.6").add("mx2.c.test", "A", "127.0.41.5");
            // Its own server is down: the sender's goes to the backup.
            send(a.at(), "<alice@a.test>", List.of("<carl@c.test>"), "Subject: by the backup", "");
            Eventually.isTrue(
                    Duration.ofSeconds(60),
                    "it waits at the backup",
                    () -> backup.queue().stream()
                            .flatMap(mail -> mail.recipients().stream())
                            .anyMatch(each ->
                                    each.attempts() > 0 && !each.lastReply().isEmpty()));
            try (SmtpSink own = SmtpSink.at(InetAddress.ofLiteral("127.0.41.6"), port)) {
                Eventually.isTrue(Duration.ofSeconds(150), "it arrives", () -> {
                    backup.retry();
                    return own.received().stream()
                            .anyMatch(each -> each.content().contains("by mx2.c.test"));
                });
            }
            backup.awaitEmptyQueue();
        }
    }

    @Test
    void aMessageOfEightyMegabytes() throws Exception {
        int had = had(b, "bob@b.test");
        String line = "x".repeat(998);
        String block = String.join("\r\n", java.util.Collections.nCopies(1000, line));
        List<String> lines = new ArrayList<>(List.of("Subject: large", ""));
        for (int i = 0; i < 80; i++) {
            lines.add(block);
        }
        send(a.at(), "<alice@a.test>", List.of("<bob@b.test>"), lines.toArray(String[]::new));
        Eventually.isTrue(Duration.ofSeconds(120), "it arrives", () -> had(b, "bob@b.test") > had);
        assertTrue(b.messages("bob@b.test").getLast().size() > 80_000_000);
    }

    @Test
    void postfixSendsToUsAndWeSendToPostfix() throws Exception {
        int had = had(a, "alice@a.test");
        send(postfix.at(), "<x@p.test>", List.of("<alice@a.test>"), "Subject: from postfix", "", "hello");
        String mail = a.newest("alice@a.test", had + 1);
        assertTrue(mail.contains("by mx.a.test with ESMTP id"), mail);
        send(a.at(), "<alice@a.test>", List.of("<y@p.test>"), "Subject: to postfix", "", "hello");
        Eventually.isTrue(
                Duration.ofSeconds(60),
                "it went through Postfix",
                () -> sink.received().stream()
                        .anyMatch(each -> each.recipients().toString().contains("y@p.test")
                                && each.content().contains("mx.p.test (Postfix)")));
        a.awaitEmptyQueue();
    }
}
