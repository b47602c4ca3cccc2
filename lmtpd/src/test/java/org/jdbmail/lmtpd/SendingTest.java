package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.delivery.Action;
import org.jdbmail.core.delivery.DeliveryOptions;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.RedirectOptions;
import org.jdbmail.core.delivery.Version;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.Test;

/** From a delivery through the queue to another server, and the reports that come of it. */
class SendingTest extends SendingFixture {
    @Test
    void anAddressThatOnlyForwardsIsTakenAndSentOn() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        assertInstanceOf(Outcome.Delivered.class, deliver("away@here.test", "Subject: x\r\n\r\n.body\r\n"));
        assertEquals(1, queue().size(), "it waits until the worker begins");
        runner.start();
        SmtpSink.Received mail = received(1);
        assertTrue(mail.mail().startsWith("MAIL FROM:<SRS0="), mail.mail());
        assertTrue(mail.mail().contains("=remote.test=s@here.test>"), mail.mail());
        assertEquals(List.of("RCPT TO:<there@elsewhere.test>"), mail.recipients());
        assertTrue(mail.content().startsWith("X-Loop: away@here.test\r\nReceived: "), mail.content());
        assertFalse(mail.content().contains("Return-Path"), "that is for mailboxes");
        assertFalse(mail.content().contains("Delivered-To"), mail.content());
        assertTrue(mail.content().endsWith("Subject: x\r\n\r\n.body\r\n"));
        idle();
        // A report of failure finds its way back.
        String srs = mail.mail().substring("MAIL FROM:<".length(), mail.mail().indexOf('>'));
        assertInstanceOf(
                Outcome.Delivered.class,
                deliver(EnvelopeAddress.NULL, RecipientParameters.NONE, srs, "Subject: failed\r\n\r\n"));
        SmtpSink.Received back = received(2);
        assertEquals(List.of("RCPT TO:<s@remote.test>"), back.recipients());
        assertTrue(back.mail().startsWith("MAIL FROM:<>"));
    }

    /** The secret lies in the store: what one process has rewritten, another resolves. */
    @Test
    void processesShareWhatSendersAreSignedWith() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        alias("@here.test", "all@elsewhere.test");
        runner.start();
        deliver("away@here.test", "Subject: x\r\n\r\n");
        String mail = received(1).mail();
        String srs = mail.substring("MAIL FROM:<".length(), mail.indexOf('>'));
        DeliveryService other = service(List.of());
        assertEquals(List.of("s@remote.test"), forwards(other, srs));
        assertEquals(List.of("s@remote.test"), forwards(other, srs.toLowerCase(Locale.ROOT)));
        DeliveryService configured = service(List.of("0123456789abcdef"));
        assertEquals(List.of("s@remote.test"), forwards(configured, srs), "what was made before a secret was set");
        // Forged: nobody gets it, the catch-all neither.
        String hash = srs.substring(5, 9);
        String forged = srs.replace(hash, hash.startsWith("a") ? "bcde" : "abcd");
        for (String wrong : List.of(forged, srs.replace("remote", "victim"))) {
            assertEquals(
                    Reason.NOT_FOUND,
                    assertThrows(Refusal.class, () -> forwards(other, wrong)).reason(),
                    wrong);
        }
        assertEquals(List.of("all@elsewhere.test"), forwards(other, "srs@here.test"));
    }

    @Test
    void whetherASenderIsRewrittenIsASetting() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        alias("near@here.test", "other@HERE.test");
        runner.start();
        service = service(List.of(), false, DeliveryOptions.Rewriting.NEVER);
        deliver("away@here.test", "Subject: x\r\n\r\n");
        assertTrue(
                received(1).mail().startsWith("MAIL FROM:<s@remote.test>"),
                received(1).mail());
        service = service(List.of(), false, DeliveryOptions.Rewriting.FOREIGN);
        deliver("near@here.test", "Subject: x\r\n\r\n");
        assertTrue(
                received(2).mail().startsWith("MAIL FROM:<s@remote.test>"),
                received(2).mail());
        service = service(List.of(), false, DeliveryOptions.Rewriting.ALWAYS);
        deliver("near@here.test", "Subject: x\r\n\r\n");
        assertTrue(
                received(3).mail().startsWith("MAIL FROM:<SRS0="), received(3).mail());
    }

    private static List<String> forwards(DeliveryService service, String address) {
        return service
                .accept(EnvelopeAddress.ofPlain(address), RecipientParameters.NONE, MailParameters.NONE)
                .meaning()
                .forwards()
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void whoHasAMailboxAndAForwardGetsBoth() throws Exception {
        user("alice@here.test");
        alias("alice@here.test", "alice@elsewhere.test");
        runner.start();
        deliver("alice@here.test", "Subject: x\r\n\r\nbody\r\n");
        received(1);
        assertEquals(1, count("alice@here.test", "INBOX"));
    }

    // RFC 3464, RFC 6522
    @Test
    void whatIsRefusedComesBackAsAReport() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT TO:<there@", "550 5.1.1 nobody here");
        runner.start();
        deliver("away@here.test", "Subject: secret plans\r\n\r\nbody\r\n");
        SmtpSink.Received report = received(1);
        assertTrue(report.mail().startsWith("MAIL FROM:<>"), report.mail());
        assertTrue(report.recipients().getFirst().contains("=remote.test=s@here.test>"), "to whom sent it");
        for (String wanted : List.of(
                "Content-Type: multipart/report; report-type=delivery-status",
                "Auto-Submitted: auto-replied",
                "Reporting-MTA: dns; mail.test",
                "Final-Recipient: rfc822; there@elsewhere.test",
                "Original-Recipient: rfc822; away@here.test",
                "Action: failed",
                "Status: 5.1.1",
                "Diagnostic-Code: smtp; 550 5.1.1 nobody here",
                "Subject: secret plans")) {
            assertTrue(report.content().contains(wanted), wanted + " in " + report.content());
        }
        idle();
    }

    // RFC 5321 §6.1
    @Test
    void aReportThatIsRefusedIsTheEnd() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT", "550 5.1.1 nobody here");
        runner.start();
        deliver(EnvelopeAddress.NULL, RecipientParameters.NONE, "away@here.test", "Subject: x\r\n\r\n");
        idle();
        assertEquals(List.of(), sink.received());
        deliver(SENDER, new RecipientParameters(Set.of(), true, "", ""), "away@here.test", "Subject: x\r\n\r\n");
        idle();
        assertEquals(List.of(), sink.received(), "NOTIFY=NEVER");
    }

    @Test
    void whatIsPutOffIsTriedAgainAndGivenUpInTheEnd() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        sink.answer("RCPT TO:<there@", "451 4.3.0 later");
        runner.start();
        deliver("away@here.test", "Subject: x\r\n\r\n");
        Eventually.isTrue(
                LONG,
                "an attempt",
                () -> !queue().getFirst().recipients().getFirst().lastReply().isEmpty());
        assertEquals(List.of(), sink.received());
        ahead.set(Duration.ofHours(5));
        SmtpSink.Received warning = received(1);
        assertTrue(warning.content().contains("Action: delayed"), warning.content());
        assertTrue(warning.content().contains("Will-Retry-Until: "), warning.content());
        ahead.set(Duration.ofDays(6));
        SmtpSink.Received report = received(2);
        assertTrue(report.content().contains("Status: 4.4.7"), report.content());
        assertTrue(report.content().contains("451 4.3.0 later"), report.content());
        idle();
    }

    // RFC 3461 §5.2.7, §5.3
    @Test
    void aSenderWhoAsksIsToldOfSuccess() throws Exception {
        user("bob");
        alias("away@here.test", "there@elsewhere.test");
        runner.start();
        RecipientParameters success = new RecipientParameters(Set.of(Notify.SUCCESS), true, "", "");
        deliver(SENDER, success, "bob", "Subject: x\r\n\r\n");
        assertTrue(received(1).content().contains("Action: delivered"));
        deliver(SENDER, success, "away@here.test", "Subject: y\r\n\r\n");
        received(3);
        assertTrue(
                sink.received().stream().anyMatch(mail -> mail.content().contains("Action: relayed")),
                "the next server does not know how to tell");
        assertEquals(1, count("bob", "INBOX"));
    }

    @Test
    void circlesEndWithTheMessageKept() throws Exception {
        user("alice@here.test");
        alias("alice@here.test", "bob@elsewhere.test");
        runner.start();
        deliver("alice@here.test", "Subject: x\r\n\r\n");
        String once = received(1).content();
        // The other server sends it back.
        assertInstanceOf(Outcome.Delivered.class, deliver("alice@here.test", once));
        idle();
        assertEquals(1, sink.received().size());
        assertEquals(2, count("alice@here.test", "INBOX"));
        alias("only@here.test", "bob@elsewhere.test");
        Outcome outcome = deliver("only@here.test", "X-Loop: Only@here.test\r\n\r\n");
        assertInstanceOf(Outcome.Refused.class, outcome, "who hands it in tells its sender");
        StringBuilder tired = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            tired.append("Received: from ").append(i).append("\r\n");
        }
        assertInstanceOf(Outcome.Refused.class, deliver("only@here.test", tired + "\r\n"));
        assertEquals(List.of(), queue());
    }

    /** It may be mended; and it ends as other mail does, in a report. */
    @Test
    void whatIsDamagedInTheQueueIsNotTriedForEver() throws Exception {
        alias("away@here.test", "there@elsewhere.test");
        deliver("away@here.test", "Subject: x\r\n\r\n");
        database.execute("PRAGMA busy_timeout = 10000", "DELETE FROM jdbmail_content");
        runner.start();
        Eventually.isTrue(
                LONG,
                "an attempt",
                () -> queue().getFirst().recipients().getFirst().lastReply().contains("can't be read"));
        ahead.set(Duration.ofDays(6));
        assertTrue(received(1).content().contains("Status: 4.4.7"), received(1).content());
        idle();
    }

    // suppress_duplicates
    @Test
    void aMessageComesOnceWhereThatIsWanted() throws Exception {
        user("bob");
        String one = "Message-ID: <1@remote.test>\r\n\r\n";
        deliver("bob", one);
        deliver("bob", one);
        assertEquals(2, count("bob", "INBOX"), "it is not, usually");
        service = service(List.of(), true, DeliveryOptions.Rewriting.FOREIGN);
        deliver("bob", one);
        assertInstanceOf(Outcome.Delivered.class, deliver("bob", one));
        assertEquals(3, count("bob", "INBOX"), "what came before that was set is not remembered");
        deliver("bob", "Resent-Message-ID: <2@remote.test>\r\n" + one);
        deliver("bob", "Subject: without an id\r\n\r\n");
        deliver("bob", "Subject: without an id\r\n\r\n");
        assertEquals(6, count("bob", "INBOX"));
        store.write(
                tx -> tx.mailboxes().create(tx.users().find("bob").orElseThrow().id(), "Other", null));
        deliver("bob+Other", one);
        assertEquals(1, count("bob", "Other"), "another mailbox is another place");
    }

    @Test
    void actionsAreCarriedOut() throws Exception {
        user("carol");
        runner.start();
        deciders.add((arrival, soFar) -> List.of(
                new Action.FileInto(
                        "Lists/Jdbmail/Gr\u00fc\u00dfe",
                        Action.Insistence.MADE,
                        FlagSet.of(Flag.FLAGGED.bit(), Set.of()),
                        Version.ORIGINAL),
                new Action.FileInto("Missing", Action.Insistence.IF_THERE, FlagSet.NONE, Version.ORIGINAL),
                new Action.Redirect(
                        EnvelopeAddress.ofPlain("x@y.test"),
                        RedirectOptions.USUAL,
                        edited(arrival.message().bytes())),
                new Action.Remember("test", "it", Duration.ofDays(1))));
        assertInstanceOf(Outcome.Delivered.class, deliver("carol", "Subject: x\r\n\r\nbody\r\n"));
        assertEquals(1, count("carol", "Lists/Jdbmail/Gr\u00fc\u00dfe"));
        assertEquals(1, count("carol", "INBOX"), "what is missing and not to be made");
        SmtpSink.Received edited = received(1);
        assertTrue(edited.content().contains("Edited: yes"), edited.content());
        assertFalse(edited.content().contains("Return-Path"), edited.content());
        deciders.clear();
        deciders.add((arrival, soFar) -> List.of(new Action.Reject("not wanted")));
        Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, deliver("carol", "Subject: y\r\n\r\n"));
        assertEquals("not wanted", refused.refusal().text());
        deciders.clear();
        deciders.add((arrival, soFar) -> {
            throw new IllegalStateException("a fault");
        });
        assertInstanceOf(Outcome.Delivered.class, deliver("carol", "Subject: z\r\n\r\n"));
        assertEquals(2, count("carol", "INBOX"), "a decider's fault loses nothing");
        deciders.clear();
        deciders.add((arrival, soFar) -> List.of());
        assertInstanceOf(Outcome.Delivered.class, deliver("carol", "Subject: z\r\n\r\n"));
        assertEquals(2, count("carol", "INBOX"));
    }

    private static Version edited(MessageBytes original) {
        String text = new String(original.slice(0, original.size()), StandardCharsets.UTF_8);
        return new Version.Edited(MessageBytes.of(
                text.replace("Subject: x", "Edited: yes\r\nSubject: x").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void targetsThatAreNoAddressesPutNothingIntoCommands() throws Exception {
        alias("bad@here.test", "x@y.test>\r\nRCPT TO:<z@y.test");
        alias("program@here.test", "|/bin/cat\r\n/etc/passwd");
        alias("quoted@here.test", "a b<c@y.test");
        runner.start();
        Refusal refusal = assertThrows(Refusal.class, () -> deliver("bad@here.test", "Subject: x\r\n\r\n"));
        assertEquals(Reason.NOT_FOUND, refusal.reason());
        refusal = assertThrows(Refusal.class, () -> deliver("program@here.test", "Subject: x\r\n\r\n"));
        assertEquals(Reason.NOT_FOUND, refusal.reason());
        deliver("quoted@here.test", "Subject: x\r\n\r\n");
        assertEquals(List.of("RCPT TO:<\"a b<c\"@y.test>"), received(1).recipients());
    }
}
