package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.delivery.RecentRules;
import org.jdbmail.core.delivery.TableAnswers;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mail that goes round in a circle ends, and is kept. The test is the mail system between: whatever leaves is handed in again for the address that
 * it is sent to.
 */
@Timeout(120)
class CircleTest extends SendingFixture {
    /** More rounds than any circle here may take. */
    private static final int MOST = 20;

    /** What the mail system makes of addresses. */
    private final Map<String, String> elsewhere = new HashMap<>();

    private int rounds;

    @BeforeEach
    void begin() {
        runner.start();
    }

    /** Hands in what has left until nothing leaves any more; fails if that has no end. */
    private void goRound() throws Exception {
        while (true) {
            idle();
            if (sink.received().size() == rounds) {
                return;
            }
            SmtpSink.Received mail = sink.received().get(rounds);
            rounds++;
            assertTrue(rounds < MOST, () -> "it goes round for ever: " + mail.content());
            String from = path(mail.mail());
            for (String recipient : mail.recipients()) {
                String to = path(recipient);
                handIn(from, elsewhere.getOrDefault(to, to), mail.content());
            }
        }
    }

    private void handIn(String from, String to, String content) throws IOException {
        EnvelopeAddress sender = from.isEmpty() ? EnvelopeAddress.NULL : EnvelopeAddress.ofPlain(from);
        try {
            deliver(sender, RecipientParameters.NONE, to, content);
        } catch (Refusal refusal) {
            assertTrue(to.endsWith("remote.test"), to + " " + refusal.text());
        }
    }

    private static String path(String command) {
        return command.substring(command.indexOf('<') + 1, command.indexOf('>'));
    }

    @Test
    void twoAccountsThatForwardToEachOther() throws Exception {
        user("one@a.test");
        user("two@a.test");
        // What an address leads to is an address of the other by a name that only the mail system knows.
        alias("one@a.test", "to-two@elsewhere.test");
        alias("two@a.test", "to-one@elsewhere.test");
        elsewhere.put("to-two@elsewhere.test", "two@a.test");
        elsewhere.put("to-one@elsewhere.test", "one@a.test");
        deliver("one@a.test", "Subject: x\r\n\r\n");
        goRound();
        assertEquals(2, rounds);
        assertEquals(2, count("one@a.test", "INBOX"), "kept when it came round");
        assertEquals(1, count("two@a.test", "INBOX"));
        // In the table itself a circle has an end, too.
        alias("ring@a.test", "ring2@a.test");
        alias("ring2@a.test", "ring@a.test");
        assertEquals(
                Reason.INVALID,
                assertThrows(Refusal.class, () -> deliver("ring@a.test", "Subject: x\r\n\r\n"))
                        .reason());
    }

    @Test
    void twoServersThatForwardToEachOther() throws Exception {
        user("one@a.test");
        alias("one@a.test", "two@b.test");
        // The other server has a mailbox and a forward, too, and rewrites nothing.
        deliver("one@a.test", "Subject: x\r\n\r\n");
        for (int i = 0; i < MOST; i++) {
            idle();
            if (sink.received().size() == i) {
                break;
            }
            SmtpSink.Received mail = sink.received().get(i);
            assertEquals(List.of("RCPT TO:<two@b.test>"), mail.recipients());
            deliver(
                    EnvelopeAddress.ofPlain(path(mail.mail())),
                    RecipientParameters.NONE,
                    "one@a.test",
                    "Received: by b.test\r\n" + mail.content());
        }
        assertEquals(1, sink.received().size(), "sent on once");
        assertEquals(2, count("one@a.test", "INBOX"), "and kept when it came back");
    }

    @Test
    void aServerThatTakesAllMarksAway() throws Exception {
        user("one@a.test");
        alias("one@a.test", "two@b.test");
        StringBuilder received = new StringBuilder("Received: by b.test\r\n".repeat(44));
        int sent = 0;
        for (int i = 0; i < MOST; i++) {
            deliver("one@a.test", received + "Subject: x\r\n\r\n");
            received.append("Received: by b.test; round ").append(i).append("\r\n");
            idle();
            boolean isSentOn = sink.received().size() > sent;
            sent = sink.received().size();
            if (!isSentOn) {
                break;
            }
        }
        assertEquals(6, sent, "with more than 50 hops, ours too, it stays");
        assertEquals(7, count("one@a.test", "INBOX"));
    }

    @Test
    void aProgramThatHandsInWhatItGets() throws Exception {
        Path kept = Files.createFile(folder.resolve("kept"));
        user("one@a.test");
        alias("one@a.test", "|/bin/sh " + script("cat >>" + kept + "; echo END >>" + kept));
        String content = "Subject: x\r\n\r\n";
        int runs = 0;
        for (int i = 0; i < MOST; i++) {
            deliver("one@a.test", content);
            idle();
            String all = Files.readString(kept);
            int now = all.split("END\n", -1).length - 1;
            if (now == runs) {
                break;
            }
            runs = now;
            String[] rounds = all.split("END\n");
            content = rounds[rounds.length - 1].replace("\n", "\r\n");
        }
        assertEquals(2, runs, "once, and once more, since mail may have been fetched from elsewhere");
        assertEquals(3, count("one@a.test", "INBOX"));
        Files.delete(kept);
        for (String name : List.of("script.sh")) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private Path script(String text) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path script = Files.writeString(folder.resolve("script.sh"), text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    // RFC 3834 §2
    @Test
    void twoAccountsThatAnswerEachOther() throws Exception {
        deciders.add(new TableAnswers(
                new RecentRules(store, Duration.ZERO),
                new TableAnswers.Options("mail.test", true, "NEW", new EnvelopeAddress("webmaster", "a.test"), true)));
        for (String name : List.of("one@a.test", "two@a.test")) {
            long id = user(name);
            sql("INSERT INTO dbmail_auto_replies (user_idnr, start_date, stop_date, reply_body) VALUES (" + id
                    + ", '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'away')");
            sql("INSERT INTO dbmail_auto_notifications (user_idnr, notify_address) VALUES (" + id + ", '"
                    + (name.startsWith("one") ? "two@a.test" : "one@a.test") + "')");
        }
        handIn("one@a.test", "two@a.test", "From: <one@a.test>\r\nTo: <two@a.test>\r\n\r\nhello\r\n");
        goRound();
        assertEquals(2, rounds, "one answer, one notice, and none to these");
        assertEquals(2, count("one@a.test", "INBOX"));
        assertEquals(1, count("two@a.test", "INBOX"));
    }

    private void sql(String statement) throws SQLException {
        database.execute("PRAGMA busy_timeout = 10000", statement);
    }
}
