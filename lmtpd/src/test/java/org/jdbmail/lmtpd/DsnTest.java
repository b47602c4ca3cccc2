package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.WireServer;
import org.junit.jupiter.api.Test;

/** What a peer says of reports (RFC 3461) goes through the queue, and the reports are as RFC 3464 and RFC 6522 have them. */
class DsnTest extends SendingFixture {
    private static final String MESSAGE = "Subject: plans\r\nX-Own: yes\r\n\r\nthe body\r\n";

    /** Hands a message over by LMTP, and gives the answer to its end. */
    private String hand(String mail, String rcpt) throws IOException {
        WireServer wire = new WireServer();
        try {
            InetSocketAddress address = (InetSocketAddress) wire.listen(
                            ListenerConfig.tcp("lmtp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                                    .withPlatformThreads(2),
                            new LmtpServer(
                                    LmtpOptions.usual("mail.test"),
                                    service,
                                    new Spools(folder, 256 * 1024, 1 << 20),
                                    InstantSource.system()))
                    .addresses()
                    .getFirst();
            try (LineClient client = LineClient.connect(address).timeout(Duration.ofSeconds(30))) {
                client.send("LHLO client.test\r\n" + mail + "\r\n" + rcpt + "\r\nDATA\r\n" + MESSAGE + ".");
                client.readUntil("354");
                return client.readLine();
            }
        } finally {
            wire.stop(Duration.ZERO);
        }
    }

    @Test
    void whatIsAskedForGoesOnToAServerThatKnowsIt() throws Exception {
        sink.close();
        sink = SmtpSink.start("DSN", "DELIVERBY", "8BITMIME");
        connect();
        alias("away@here.test", "there@elsewhere.test");
        runner.start();
        assertTrue(hand(
                        "MAIL FROM:<s@remote.test> RET=HDRS ENVID=QQ+2B314159 BY=3600;N",
                        "RCPT TO:<away@here.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob+2Bx@first.test")
                .startsWith("250 "));
        SmtpSink.Received mail = received(1);
        assertTrue(mail.mail().contains(" RET=HDRS ENVID=QQ+2B314159 BY="), mail.mail());
        assertTrue(mail.mail().endsWith(";N"), mail.mail());
        assertEquals(
                List.of("RCPT TO:<there@elsewhere.test> NOTIFY=FAILURE,SUCCESS ORCPT=rfc822;Bob+2Bx@first.test"),
                mail.recipients());
        idle();
        assertEquals(1, sink.received().size(), "the next server tells of success");
    }

    // RFC 3464 §2, RFC 6522 §3: three parts, of which each has its form.
    @Test
    void aReportOfFailureHasItsForm() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT TO:<there@", "550-5.1.1 nobody\r\n550 5.1.1 here");
        runner.start();
        hand(
                "MAIL FROM:<s@remote.test> RET=FULL ENVID=QQ+2B314159",
                "RCPT TO:<away@here.test> ORCPT=rfc822;Bob@first.test");
        SmtpSink.Received report = received(1);
        assertEquals("MAIL FROM:<>", report.mail().split(" SIZE")[0]);
        List<String> parts = parts(report.content());
        assertEquals(3, parts.size(), report.content());
        assertTrue(parts.get(0).startsWith("Content-Type: text/plain; charset=utf-8\r\n"), parts.get(0));
        assertTrue(parts.get(0).contains("<there@elsewhere.test>"), parts.get(0));
        assertTrue(parts.get(1).startsWith("Content-Type: message/delivery-status\r\n\r\n"), parts.get(1));
        List<String> groups = Arrays.asList(body(parts.get(1)).strip().split("\r\n\r\n"));
        assertEquals(2, groups.size(), "of the message, and of its one recipient");
        assertEquals("Original-Envelope-Id: QQ+314159", groups.get(0).split("\r\n")[0]);
        assertEquals("Reporting-MTA: dns; mail.test", groups.get(0).split("\r\n")[1]);
        assertTrue(
                groups.get(0)
                        .split("\r\n")[2]
                        .matches("Arrival-Date: \\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} \\+0000"),
                groups.get(0));
        for (String field : List.of(
                "Original-Recipient: rfc822; Bob@first.test",
                "Final-Recipient: rfc822; there@elsewhere.test",
                "Action: failed",
                "Status: 5.1.1",
                "Remote-MTA: dns; 127.0.0.1",
                "Diagnostic-Code: smtp; 550 5.1.1 nobody 5.1.1 here")) {
            assertTrue(
                    ("\r\n" + groups.get(1).replace("\r\n ", " ") + "\r\n").contains("\r\n" + field + "\r\n"),
                    field + " in " + groups.get(1));
        }
        assertTrue(parts.get(2).startsWith("Content-Type: message/rfc822\r\n\r\n"), parts.get(2));
        assertTrue(body(parts.get(2)).endsWith(MESSAGE), "the whole message, as it was asked for");
        assertFalse(body(parts.get(2)).contains("Delivered-To"), parts.get(2));
    }

    // RFC 3461 §6.2
    @Test
    void theHeaderGoesBackWhereThatIsEnough() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT TO:<there@", "550 5.1.1 nobody here");
        runner.start();
        hand("MAIL FROM:<s@remote.test> RET=HDRS", "RCPT TO:<away@here.test>");
        String last = parts(received(1).content()).get(2);
        assertTrue(last.startsWith("Content-Type: text/rfc822-headers\r\n\r\n"), last);
        assertTrue(last.contains("X-Own: yes"), last);
        assertFalse(last.contains("the body"), last);
    }

    // RFC 3461 §4.1: who asks for other reports gets none of failure.
    @Test
    void whoDoesNotAskIsNotTold() throws Exception {
        user("bob");
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT TO:<there@", "550 5.1.1 nobody here");
        runner.start();
        hand("MAIL FROM:<s@remote.test>", "RCPT TO:<away@here.test> NOTIFY=SUCCESS,DELAY");
        hand("MAIL FROM:<s@remote.test>", "RCPT TO:<away@here.test> NOTIFY=NEVER");
        hand("MAIL FROM:<s@remote.test>", "RCPT TO:<bob>");
        idle();
        assertEquals(List.of(), sink.received());
    }

    // RFC 2852 §4: what is not on its way in time goes back, or its sender is told.
    @Test
    void whatIsLateGoesBack() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT TO:<there@", "451 4.3.0 later");
        runner.start();
        hand("MAIL FROM:<s@remote.test> BY=10;R", "RCPT TO:<away@here.test>");
        SmtpSink.Received report = received(1);
        assertTrue(report.content().contains("Action: failed"), report.content());
        assertTrue(report.content().contains("Status: 4.4.7"), "the next attempt would be too late");
        idle();
        hand("MAIL FROM:<s@remote.test> BY=10;N", "RCPT TO:<away@here.test>");
        ahead.set(Duration.ofMinutes(2));
        assertTrue(
                received(2).content().contains("Action: delayed"), received(2).content());
        Eventually.isTrue(
                LONG,
                "and it alone is still tried",
                () -> queue().size() == 1 && !queue().getFirst().sender().isNull());
    }

    /** The parts of a multipart. */
    private static List<String> parts(String message) {
        int at = message.indexOf("boundary=\"") + 10;
        String boundary = message.substring(at, message.indexOf('"', at));
        List<String> pieces = Arrays.asList(body(message).split("--" + boundary));
        assertEquals("--\r\n", pieces.getLast().replaceAll("(\r\n)+$", "\r\n"));
        return pieces.subList(1, pieces.size() - 1).stream()
                .map(piece -> piece.substring(2, piece.length() - 2))
                .toList();
    }

    private static String body(String entity) {
        return entity.substring(entity.indexOf("\r\n\r\n") + 4);
    }
}
