package org.jdbmail.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sendmail} as cron, mail(1) and mailing list managers call it. */
class SendmailProgramTest {
    @TempDir
    Path folder;

    private SmtpSink sink;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        sink = SmtpSink.start("8BITMIME", "DSN");
    }

    @AfterEach
    void stop() throws IOException {
        sink.close();
    }

    private int run(String input, String... arguments) throws Exception {
        Path config = folder.resolve("dbmail.conf");
        Files.writeString(config, """
                [DBMAIL]
                dburi = sqlite://%s
                hostname = here.test
                bindip = 127.0.0.1
                [SMTPD]
                port = %d
                """.formatted(folder.resolve("mail.db"), sink.port()));
        return new SendmailProgram(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new Opening(Map.of("JDBMAIL_CONFIG", config.toString())),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
                .run(List.of(arguments));
    }

    @Test
    void recipientsAreNamedAndADotEndsTheMessage() throws Exception {
        assertEquals(0, run("Subject: x\n\none\n.\nnot sent\n", "-f", "me@here.test", "you@there.test", "root"));
        SmtpSink.Received mail = sink.received().getFirst();
        assertTrue(mail.mail().startsWith("MAIL FROM:<me@here.test>"), mail.mail());
        assertEquals(List.of("RCPT TO:<you@there.test>", "RCPT TO:<root>"), mail.recipients());
        assertEquals("From: <me@here.test>\r\nSubject: x\r\n\r\none\r\n", mail.content());
    }

    @Test
    void recipientsStandInTheMessageAndBccIsNotSent() throws Exception {
        String message =
                "From: A <a@here.test>\nTo: B <b@x.test>,\n c@x.test\nBcc: d@x.test,\n e@x.test\nCc: f@x.test\n\n.\nx\n";
        assertEquals(0, run(message, "-t", "-oi", "-oem", "-fbounce@here.test", "-Nnever"));
        SmtpSink.Received mail = sink.received().getFirst();
        assertEquals(
                List.of("b@x.test", "c@x.test", "d@x.test", "e@x.test", "f@x.test"),
                mail.recipients().stream()
                        .map(line -> line.replaceFirst("RCPT TO:<(.*)> NOTIFY=NEVER", "$1"))
                        .toList());
        assertFalse(mail.content().contains("Bcc"), mail.content());
        assertTrue(mail.content().contains("f@x.test\r\n\r\n.\r\nx\r\n"), mail.content());
    }

    @Test
    void aMessageWithoutAHeaderGetsOne() throws Exception {
        assertEquals(0, run("just text\n", "-F", "Cron \"Daemon\"", "-f", "root@here.test", "you@x.test"));
        assertEquals(
                "From: \"Cron Daemon\" <root@here.test>\r\n\r\njust text\r\n",
                sink.received().getFirst().content());
    }

    @Test
    void whatIsRefusedIsTold() throws Exception {
        sink.answer("RCPT", "550 5.1.1 nobody");
        assertEquals(67, run("x\n", "nobody@x.test"));
        assertTrue(err.toString().contains("nobody@x.test: 550 5.1.1 nobody"), err.toString());
        sink.answer("RCPT", "450 4.2.0 later");
        assertEquals(75, run("x\n", "nobody@x.test"));
        assertEquals(64, run("x\n"));
        assertEquals(64, run("x\n", "-bd"));
    }

    @Test
    void aProgramMaySpeakSmtp() throws Exception {
        assertEquals(0, run("EHLO me\nMAIL FROM:<a@x.test>\nRCPT TO:<b@x.test>\nDATA\nhello\n.\nQUIT\n", "-bs"));
        assertTrue(out.toString().startsWith("220 sink.test"), out.toString());
        assertEquals("hello\r\n", sink.received().getFirst().content());
    }

    @Test
    void theQueueIsShownAndTablesNeedNothing() throws Exception {
        assertEquals(0, run("", "-bp"));
        assertTrue(out.toString().contains("0 messages"), out.toString());
        assertEquals(0, run("", "-bi"));
        assertThrows(IllegalArgumentException.class, () -> SendmailOptions.parse(List.of("-bz")));
    }
}
