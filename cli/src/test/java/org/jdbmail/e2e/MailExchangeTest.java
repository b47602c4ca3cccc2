package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink;
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

    @AfterAll
    static void stop() throws IOException {
        postfix.close();
        b.close();
        a.close();
        sink.close();
        names.close();
    }

    private static void send(InetSocketAddress to, String mail, List<String> recipients, String... lines)
            throws IOException {
        try (LineClient client = LineClient.connect(to).timeout(Duration.ofSeconds(120))) {
            client.readUntil("220 ");
            client.send("EHLO [127.0.0.1]");
            client.readUntil("250 ");
            client.send("MAIL FROM:" + mail);
            client.readUntil("250 ");
            for (String each : recipients) {
                client.send("RCPT TO:" + each);
                String said = client.readLine();
                assertTrue(said.startsWith("250 "), said);
            }
            client.send("DATA");
            client.readUntil("354 ");
            for (String line : lines) {
                client.send(line);
            }
            client.send(".");
            String said = client.readLine();
            assertTrue(said.startsWith("250 "), said);
        }
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
    void aThousandRecipientsAndAServerThatIsKilled() throws Exception {
        int had = had(b, "all@b.test");
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            recipients.add("<u" + i + "@many.b.test>");
        }
        send(a.at(), "<alice@a.test>", recipients, "Subject: to all", "");
        a.killAndStart();
        a.retry();
        // A hundred recipients travel together; what was under way when the server died comes again when its lease is
        // over.
        Eventually.isTrue(Duration.ofSeconds(60), "copies", () -> had(b, "all@b.test") > had);
        assertTrue(a.queue().stream().mapToInt(mail -> mail.recipients().size()).sum() <= 1000);
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
        assertTrue(mail.contains("by mx.a.test with ESMTPS id"), mail);
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
