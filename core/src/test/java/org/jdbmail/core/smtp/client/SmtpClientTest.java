package org.jdbmail.core.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.MailParameters.Body;
import org.jdbmail.core.smtp.MailParameters.Returned;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sending to a server that behaves, and to one that does not. */
@Timeout(60)
class SmtpClientTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(400),
            Duration.ofSeconds(5),
            Duration.ofMillis(600),
            Duration.ofSeconds(30));

    private static final EnvelopeAddress SENDER = new EnvelopeAddress("s", "remote.test");

    private static SmtpClient client(SmtpSink sink) {
        return client(sink, Patience.USUAL);
    }

    private static SmtpClient client(SmtpSink sink, Patience patience) {
        return new SmtpClient(
                new SmtpPeer("127.0.0.1", sink.port(), false, null), "mail.test", patience, InstantSource.system());
    }

    private static SmtpMail mail(String content, String... recipients) {
        return mail(SENDER, MailParameters.NONE, RecipientParameters.NONE, content, recipients);
    }

    private static SmtpMail mail(
            EnvelopeAddress sender,
            MailParameters parameters,
            RecipientParameters said,
            String content,
            String... recipients) {
        return new SmtpMail(
                sender,
                parameters,
                null,
                Arrays.stream(recipients)
                        .map(each -> new SmtpMail.Recipient(EnvelopeAddress.ofPlain(each), said))
                        .toList(),
                new MailContent("", MessageBytes.of(content.getBytes(StandardCharsets.UTF_8)), 0));
    }

    private static SendResult.Failed failed(SendResult result) {
        return assertInstanceOf(SendResult.Failed.class, result);
    }

    @Test
    void everyRecipientHasItsOwnResult() throws IOException {
        try (SmtpSink sink = SmtpSink.start("PIPELINING");
                SmtpClient client = client(sink)) {
            sink.answer("RCPT TO:<no@", "550 5.1.1 unknown");
            sink.answer("RCPT TO:<later@", "452 4.2.2 full");
            List<SendResult> results = client.send(mail(
                    "Subject: x\r\n\r\n.dot\r\n..two\r\nend", "yes@a.test", "no@a.test", "later@a.test", "too@a.test"));
            assertInstanceOf(SendResult.Sent.class, results.get(0));
            assertEquals("5.1.1", failed(results.get(1)).status());
            assertTrue(failed(results.get(1)).isFinal());
            assertEquals("4.2.2", failed(results.get(2)).status());
            assertFalse(failed(results.get(2)).isFinal());
            assertInstanceOf(SendResult.Sent.class, results.get(3));
            SmtpSink.Received only = sink.received().getFirst();
            assertEquals("Subject: x\r\n\r\n.dot\r\n..two\r\nend\r\n", only.content());
            assertEquals(List.of("RCPT TO:<yes@a.test>", "RCPT TO:<too@a.test>"), only.recipients());
        }
    }

    @Test
    void whatTheServerRefusedIsToldFromWhatItNeverAnswered() throws IOException {
        try (SmtpSink sink = SmtpSink.start();
                SmtpClient client = client(sink)) {
            sink.answer("end", "450 4.2.0 later");
            assertTrue(failed(client.send(mail("a", "to@a.test")).getFirst()).isAnswer());
            for (String answer : List.of("close", "what?", "354 go ahead", "999 no")) {
                sink.answer("end", answer);
                SendResult.Failed failed =
                        failed(client.send(mail("a", "to@a.test")).getFirst());
                assertFalse(failed.isAnswer(), answer);
                assertFalse(failed.isFinal(), answer);
                assertEquals("", failed.host(), "no report says that it spoke SMTP");
            }
        }
    }

    // RFC 2920 §3.1: what a server that takes commands together says of each of them, whatever it says of those before.
    @Test
    void whatTravelsTogetherIsAnsweredOneByOne() throws IOException {
        try (SmtpSink sink = SmtpSink.start("PIPELINING");
                SmtpClient client = client(sink)) {
            sink.answer("MAIL", "550 5.7.1 not you");
            assertEquals(
                    "5.7.1",
                    failed(client.send(mail("0", "a@a.test", "b@a.test")).getLast())
                            .status());
            sink.answer("RCPT", "503 5.5.1 who sends it?");
            sink.answer("DATA", "503 5.5.1 for whom?");
            assertEquals(
                    "5.7.1",
                    failed(client.send(mail("1", "a@a.test", "b@a.test")).getFirst())
                            .status());
            sink.answerAsUsual("MAIL");
            sink.answerAsUsual("DATA");
            sink.answer("RCPT", "450 4.2.1 not now");
            // It wants the message though it is for nobody, and gets none.
            assertEquals(
                    "4.2.1",
                    failed(client.send(mail("2", "a@a.test")).getFirst()).status());
            sink.answerAsUsual("RCPT");
            assertInstanceOf(
                    SendResult.Sent.class, client.send(mail("3", "a@a.test")).getFirst());
            assertEquals(
                    List.of("3\r\n"),
                    sink.received().stream()
                            .filter(each -> !each.content().isEmpty())
                            .map(SmtpSink.Received::content)
                            .toList());
            assertEquals(1, sink.connections());
            // Some don't wait for the rest of what was said.
            sink.answer("MAIL", "421 4.7.0 go away");
            sink.answer("RCPT", "close");
            assertEquals(
                    "4.7.0",
                    failed(client.send(mail("4", "a@a.test", "b@a.test")).getFirst())
                            .status());
            assertEquals(1, sink.connections());
        }
    }

    @Test
    void manyRecipientsAreNamedSomeAtATime() throws IOException {
        for (int count : List.of(48, 49, 50, 99, 150)) {
            try (SmtpSink sink = SmtpSink.start("PIPELINING");
                    SmtpClient client = client(sink)) {
                String[] all = new String[count];
                Arrays.setAll(all, i -> "r" + i + "@a.test");
                List<SendResult> results = client.send(mail("x", all));
                assertEquals(count, results.size());
                results.forEach(each -> assertInstanceOf(SendResult.Sent.class, each));
                assertEquals(count, sink.received().getFirst().recipients().size());
                sink.answer("RCPT", "550 5.1.1 nobody");
                results = client.send(mail("x", all));
                assertEquals(count, results.size());
                results.forEach(each -> assertEquals("5.1.1", failed(each).status()));
                sink.answerAsUsual("RCPT");
                assertInstanceOf(
                        SendResult.Sent.class,
                        client.send(mail("x", "a@a.test")).getFirst());
                assertEquals(1, sink.connections());
            }
        }
    }

    @Test
    void aServerThatDidNotAskForTheMessageDoesNotHaveIt() throws IOException {
        try (SmtpSink sink = SmtpSink.start();
                SmtpClient client = client(sink)) {
            sink.answer("DATA", "250 2.0.0 taken");
            SendResult.Failed failed =
                    failed(client.send(mail("a", "to@a.test")).getFirst());
            assertFalse(failed.isFinal());
            assertEquals("4.5.0", failed.status());
        }
    }

    // RFC 5321 §2.3.8: what one server takes for the end of a line and another does not would smuggle commands.
    @Test
    void noMessageSmugglesCommands() throws IOException {
        try (SmtpSink sink = SmtpSink.start();
                SmtpClient client = client(sink)) {
            client.send(mail("a\n.\nMAIL FROM:<x@y.test>\r.\rb\r\n.\r\nc\r\n", "to@a.test"));
            assertEquals(
                    "a\r\n.\r\nMAIL FROM:<x@y.test> . b\r\n.\r\nc\r\n",
                    sink.received().getFirst().content());
            assertEquals(
                    1,
                    sink.said().stream().filter(line -> line.startsWith("MAIL")).count());
        }
    }

    // RFC 1870, 3461, 6152
    @Test
    void parametersGoToServersThatKnowThem() throws IOException {
        MailParameters asked = new MailParameters(-1, Body.EIGHT_BIT_MIME, false, Returned.HEADERS, "id+1 x", null, "");
        RecipientParameters notify =
                new RecipientParameters(Set.of(Notify.SUCCESS, Notify.FAILURE), true, "rfc822", "orig=1@a.test");
        String content = "Subject: x\r\n\r\ngr\u00fc\u00dfe\r\n";
        try (SmtpSink sink = SmtpSink.start("SIZE 1000", "8BITMIME", "DSN");
                SmtpClient client = client(sink)) {
            SendResult.Sent sent = assertInstanceOf(
                    SendResult.Sent.class,
                    client.send(mail(SENDER, asked, notify, content, "to@a.test"))
                            .getFirst());
            assertTrue(sent.tellsOn());
            assertEquals(
                    "MAIL FROM:<s@remote.test> SIZE=23 BODY=8BITMIME RET=HDRS ENVID=id+2B1+20x",
                    sink.received().getFirst().mail());
            assertEquals(
                    List.of("RCPT TO:<to@a.test> NOTIFY=FAILURE,SUCCESS ORCPT=rfc822;orig+3D1@a.test"),
                    sink.received().getFirst().recipients());
            assertEquals(
                    "5.3.4",
                    failed(client.send(mail("x".repeat(2000), "to@a.test")).getFirst())
                            .status());
        }
        try (SmtpSink sink = SmtpSink.start();
                SmtpClient client = client(sink)) {
            SendResult.Sent sent = assertInstanceOf(
                    SendResult.Sent.class,
                    client.send(mail(SENDER, asked, notify, content, "to@a.test"))
                            .getFirst());
            assertFalse(sent.tellsOn());
            assertEquals("MAIL FROM:<s@remote.test>", sink.received().getFirst().mail());
        }
    }

    // RFC 6531 §3.2
    @Test
    void whatNeedsUtf8DoesNotGoToAServerWithout() throws IOException {
        MailParameters utf8 = new MailParameters(-1, Body.EIGHT_BIT_MIME, true, Returned.UNSPECIFIED, "", null, "");
        try (SmtpSink sink = SmtpSink.start("8BITMIME");
                SmtpClient client = client(sink)) {
            SendResult.Failed refused = failed(client.send(mail("Subject: x\r\n\r\n", "gr\u00fc\u00dfe@a.test"))
                    .getFirst());
            assertEquals("5.6.7", refused.status());
            assertTrue(refused.isFinal());
            // Said by the client, but nothing in the message needs it.
            assertInstanceOf(
                    SendResult.Sent.class,
                    client.send(mail(SENDER, utf8, RecipientParameters.NONE, "Subject: x\r\n\r\n\u00fc", "to@a.test"))
                            .getFirst());
        }
        try (SmtpSink sink = SmtpSink.start("SMTPUTF8");
                SmtpClient client = client(sink)) {
            client.send(mail(SENDER, utf8, RecipientParameters.NONE, "Subject: \u00fc\r\n\r\n", "to@a.test"));
            assertEquals(
                    "MAIL FROM:<s@remote.test> SMTPUTF8",
                    sink.received().getFirst().mail());
        }
    }

    // RFC 3030 §3: we send lines only, and change nothing so that it would fit.
    @Test
    void whatIsBinaryGoesBack() throws IOException {
        MailParameters binary = new MailParameters(-1, Body.BINARY_MIME, false, Returned.UNSPECIFIED, "", null, "");
        try (SmtpSink sink = SmtpSink.start("8BITMIME", "BINARYMIME", "CHUNKING");
                SmtpClient client = client(sink)) {
            for (String content : List.of("a\0b\r\n", "a\nb\r\n", "a\rb\r\n", "a\r\r\n", "a\r")) {
                SendResult.Failed refused = failed(client.send(mail(
                                SENDER, binary, RecipientParameters.NONE, "Subject: x\r\n\r\n" + content, "to@a.test"))
                        .getFirst());
                assertEquals("5.6.1", refused.status());
                assertTrue(refused.isFinal());
            }
            // Said by the client, but nothing in the message needs it.
            String plain = "Subject: x\r\n\r\nbody\r\n\r\nlast line without its end";
            assertInstanceOf(
                    SendResult.Sent.class,
                    client.send(mail(SENDER, binary, RecipientParameters.NONE, plain, "to@a.test"))
                            .getFirst());
            assertEquals(1, sink.received().size());
        }
    }

    @Test
    void aConnectionIsUsedAgainAndOneThatIsGoneIsReplaced() throws IOException {
        try (SmtpSink sink = SmtpSink.start();
                SmtpClient client = client(sink)) {
            client.send(mail("1", "to@a.test"));
            client.send(mail("2", "to@a.test"));
            assertEquals(1, sink.connections());
            sink.answer("MAIL", "close");
            SendResult.Failed closed =
                    failed(client.send(mail("3", "to@a.test")).getFirst());
            assertFalse(closed.isFinal());
            assertEquals(2, sink.connections(), "a new connection, for the kept one might have been too old");
            sink.answerAsUsual("MAIL");
            assertInstanceOf(
                    SendResult.Sent.class, client.send(mail("4", "to@a.test")).getFirst());
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForForEver() throws IOException {
        for (String where : List.of("connect", "EHLO", "MAIL", "RCPT", "DATA", "end")) {
            try (SmtpSink sink = SmtpSink.start();
                    SmtpClient client = client(sink, SHORT)) {
                sink.answer(where, "hang");
                SendResult.Failed result =
                        failed(client.send(mail("x", "to@a.test")).getFirst());
                assertFalse(result.isFinal(), where);
            }
        }
    }

    @Test
    void trouble() throws IOException {
        try (SmtpSink sink = SmtpSink.start();
                SmtpClient client = client(sink)) {
            for (String answer :
                    List.of("554 no service", "421 busy", "nonsense", "close", "220-" + "x".repeat(9000))) {
                sink.answer("connect", answer);
                assertFalse(
                        failed(client.send(mail("x", "to@a.test")).getFirst()).isFinal(), answer);
            }
            sink.answerAsUsual("connect");
            sink.answer("MAIL", "550 5.7.1 not you");
            assertTrue(failed(client.send(mail("x", "to@a.test")).getFirst()).isFinal());
            sink.answerAsUsual("MAIL");
            sink.answer("end", "554 5.6.0 not that");
            assertEquals(
                    "5.6.0",
                    failed(client.send(mail("x", "to@a.test")).getFirst()).status());
            sink.answer("end", "450 4.7.1 later");
            assertEquals(
                    "4.7.1",
                    failed(client.send(mail("x", "to@a.test")).getFirst()).status());
            assertEquals(List.of(), sink.received());
        }
    }

    @Test
    void aServerThatIsNotThereMayComeBack() throws IOException {
        SmtpSink sink = SmtpSink.start();
        sink.close();
        try (SmtpClient client = client(sink)) {
            assertFalse(failed(client.send(mail("x", "to@a.test")).getFirst()).isFinal());
        }
    }

    @Test
    void placesOfServersAreRead() {
        assertEquals("mx.test:25", SmtpPeer.parse("mx.test").orElseThrow().toString());
        assertEquals(
                "[::1]:2525", SmtpPeer.parse("smtp://[::1]:2525").orElseThrow().toString());
        assertTrue(SmtpPeer.parse("smtps://mx.test").orElseThrow().isTls());
        for (String wrong : List.of("", "http://x", "a:b", "a:0", "a:99999", "a b", "::1")) {
            assertTrue(SmtpPeer.parse(wrong).isEmpty(), wrong);
        }
    }
}
