package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer of a script comes back to who wrote, through a real mail server, once for each who writes. */
@Tag("full")
class VacationThroughPostfixTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ALICE = "alice@example.com";

    @TempDir
    Path work;

    private static byte[] mail(int number) {
        return ("From: sender@example.org\r\nTo: " + ALICE + "\r\nSubject: question " + number + "\r\nMessage-ID: <"
                        + number + "@example.org>\r\n\r\nWhere are you?\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerComesBackOnceForEachSender() throws Exception {
        int base = Jdbmail.base();
        try (TestDatabase database = TestDatabases.create("sqlite");
                SmtpSink world = SmtpSink.start("8BITMIME");
                Postfix postfix = Postfix.start(
                        Files.createDirectories(work.resolve("postfix")),
                        FreePort.next(),
                        Jdbmail.lmtpPort(base),
                        new RecipientMap("static", ""),
                        // Everybody is known, and what goes out ends at the sink.
                        "virtual_mailbox_maps = static:yes\nrelayhost = [127.0.0.1]:" + world.port() + "\n",
                        "")) {
            Path settings = work.resolve("dbmail.conf");
            Files.writeString(
                    settings,
                    "[DBMAIL]\ndburi = sqlite:///unused\nauthdriver = sql\nbindip = 127.0.0.1\n"
                            + "smtp_host = smtp://127.0.0.1:" + postfix.port() + "\n");
            try (Jdbmail server = Jdbmail.start(work, database, base, List.of("--config", settings.toString()))) {
                server.addAccount(ALICE);
                database.execute(
                        "INSERT INTO dbmail_sievescripts (owner_idnr, name, active, script) SELECT user_idnr, 'main', 1,"
                                + " 'require \"vacation\"; vacation :days 7 \"I am away.\";' FROM dbmail_users WHERE userid = '"
                                + ALICE + "'");
                try (SmtpSender sender = new SmtpSender(postfix.port())) {
                    sender.send("sender@example.org", ALICE, mail(1));
                    Eventually.isTrue(LIMIT, "an answer", () -> world.received().size() == 1);
                    sender.send("sender@example.org", ALICE, mail(2));
                    sender.send("other@example.org", ALICE, mail(3));
                    Eventually.isTrue(
                            LIMIT,
                            "an answer to the other",
                            () -> world.received().size() == 2);
                    sender.send("third@example.org", ALICE, mail(4));
                    Eventually.isTrue(
                            LIMIT,
                            "an answer to the third",
                            () -> world.received().size() == 3);
                }
                List<String> recipients = world.received().stream()
                        .map(each -> each.recipients().getFirst())
                        .toList();
                assertEquals(3, recipients.size(), recipients.toString());
                assertTrue(recipients.get(0).contains("<sender@example.org>"), recipients.toString());
                assertTrue(recipients.get(1).contains("<other@example.org>"), recipients.toString());
                assertTrue(recipients.get(2).contains("<third@example.org>"), recipients.toString());
                SmtpSink.Received answer = world.received().getFirst();
                assertTrue(answer.mail().startsWith("MAIL FROM:<>"), answer.mail());
                assertTrue(answer.content().contains("Auto-Submitted: auto-replied (vacation)"), answer.content());
                assertTrue(answer.content().contains("In-Reply-To: <1@example.org>"), answer.content());
                assertTrue(answer.content().contains("I am away."), answer.content());
            }
        }
    }
}
