package org.jdbmail.core.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.SmtpPeer.Login;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.SelfSigned;
import org.jdbmail.testkit.net.SmtpSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** STARTTLS and AUTH at the server that takes our mail. */
@Timeout(60)
class SmtpLoginTest {
    private static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));
    private static final Login LOGIN = new Login("us\u00e9r", "s\u00e9cret", false);

    @TempDir
    private static Path folder;

    private static SSLContext tls;

    @BeforeAll
    static void certificate() throws Exception {
        tls = SelfSigned.context(folder);
    }

    private static SendResult send(SmtpSink sink, @Nullable Login login) {
        return send(sink, "127.0.0.1", login);
    }

    private static SendResult send(SmtpSink sink, String host, @Nullable Login login) {
        try (SmtpClient client = new SmtpClient(
                new SmtpPeer(host, sink.port(), false, login), "mail.test", PATIENCE, InstantSource.system())) {
            return client.send(new SmtpMail(
                            new EnvelopeAddress("s", "remote.test"),
                            MailParameters.NONE,
                            null,
                            List.of(new SmtpMail.Recipient(
                                    EnvelopeAddress.ofPlain("to@a.test"), RecipientParameters.NONE)),
                            new MailContent(
                                    "", MessageBytes.of("Subject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8)), 0)))
                    .getFirst();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SendResult.Failed failed(SendResult result) {
        SendResult.Failed failed = assertInstanceOf(SendResult.Failed.class, result);
        assertFalse(failed.isFinal(), "our own trouble sends no mail back");
        return failed;
    }

    // RFC 3207 §4.2: what was said before TLS is forgotten.
    @Test
    void tlsIsBegunWhereItIsOffered() throws Exception {
        try (SmtpSink sink = SmtpSink.start("SIZE")) {
            sink.secure(tls);
            assertInstanceOf(SendResult.Sent.class, send(sink, null));
            assertEquals("EHLO mail.test", sink.said().get(0));
            assertEquals("STARTTLS", sink.said().get(1));
            assertTrue(sink.said().get(2).startsWith("(TLSv1."), sink.said().toString());
            assertEquals("EHLO mail.test", sink.said().get(3));
            assertTrue(sink.said().get(4).startsWith("MAIL "), sink.said().toString());
        }
    }

    // RFC 3207 §6: what came in the clear behind the 220 is no answer to what is said under TLS.
    @Test
    void nothingIsInjectedBeforeTls() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            sink.secure(tls);
            sink.answer("STARTTLS", "220 go on\r\n250-injected\r\n250 AUTH PLAIN");
            sink.answer("AUTH", "500 no such command");
            SendResult result = send(sink, LOGIN);
            assertTrue(failed(result).reply().contains("neither"), result.toString());
            assertFalse(
                    sink.said().stream().anyMatch(line -> line.startsWith("AUTH")),
                    sink.said().toString());
        }
    }

    // RFC 7435: better in the clear than not at all, but a password never.
    @Test
    void whereTlsFailsMailGoesWithoutButNoPassword() throws Exception {
        SSLContext without = SSLContext.getInstance("TLS");
        without.init(null, null, null);
        try (SmtpSink sink = SmtpSink.start("AUTH PLAIN")) {
            // It says 220, and then has no certificate to show.
            sink.secure(without);
            assertInstanceOf(SendResult.Sent.class, send(sink, null));
            failed(send(sink, LOGIN));
            assertFalse(
                    sink.said().stream().anyMatch(line -> line.startsWith("AUTH")),
                    sink.said().toString());
        }
    }

    // RFC 4954, RFC 4616
    @Test
    void loginsByPlainAndByLogin() throws Exception {
        try (SmtpSink sink = SmtpSink.start("AUTH LOGIN PLAIN")) {
            sink.secure(tls);
            sink.answer("AUTH PLAIN", "235 2.7.0 welcome");
            assertInstanceOf(SendResult.Sent.class, send(sink, LOGIN));
            assertTrue(
                    sink.said().contains("AUTH PLAIN " + base64("\0us\u00e9r\0s\u00e9cret")),
                    sink.said().toString());
        }
        try (SmtpSink sink = SmtpSink.start("AUTH LOGIN")) {
            sink.answer("AUTH LOGIN", "334 VXNlcm5hbWU6");
            sink.answer(base64("us\u00e9r"), "334 UGFzc3dvcmQ6");
            sink.answer(base64("s\u00e9cret"), "235 2.7.0 welcome");
            assertInstanceOf(SendResult.Sent.class, send(sink, LOGIN), "in the clear, but on this machine");
            assertEquals(1, sink.received().size());
        }
        try (SmtpSink sink = SmtpSink.start("AUTH PLAIN")) {
            sink.answer("AUTH", "535 5.7.8 wrong");
            assertEquals("4.3.2", failed(send(sink, LOGIN)).status());
            assertEquals(List.of(), sink.received());
        }
        try (SmtpSink sink = SmtpSink.start("AUTH GSSAPI")) {
            assertTrue(failed(send(sink, LOGIN)).reply().contains("neither AUTH PLAIN nor AUTH LOGIN"));
        }
    }

    // RFC 8314 §5: who asks for a password shows who he is.
    @Test
    void aPasswordIsForTheServerThatWasNamed() throws Exception {
        try (SmtpSink sink = SmtpSink.start("AUTH PLAIN")) {
            sink.secure(tls);
            sink.answer("AUTH", "235 2.7.0 welcome");
            failed(send(sink, "localhost", new Login("user", "secret", true)));
            assertFalse(
                    sink.said().stream().anyMatch(line -> line.startsWith("AUTH")),
                    sink.said().toString());
            assertInstanceOf(SendResult.Sent.class, send(sink, "localhost", new Login("user", "secret", false)));
        }
    }

    @Test
    void aPasswordIsNotTold() {
        SmtpPeer peer = new SmtpPeer("mx.test", 25, false, new Login("user", "pa55word", true));
        assertFalse((peer + " " + peer.login()).contains("pa55word"));
        assertTrue(new SmtpPeer("127.0.0.1", 25, false, null).isHere());
        assertFalse(peer.isHere());
    }
}
