package org.jdbmail.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.core.filter.ContentFilter;
import org.jdbmail.core.filter.HandOver;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.net.SmtpSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A filter that mail is handed to and comes back from: what becomes of it where the filter hangs, dies, answers nonsense, or refuses. */
@Timeout(120)
class HandOverTest {
    private static final String LATER = "451 4.7.1 mail can't be looked at now, come again later";
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Arriving arriving = new Arriving(
            Caller.of(InetAddress.getLoopbackAddress(), "x"),
            "id1",
            EnvelopeAddress.ofPlain("joe@a.test"),
            MailParameters.NONE,
            List.of(EnvelopeAddress.ofPlain("sue@b.test")),
            "Received: x\r\n",
            MessageBytes.of("Subject: one\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII)),
            Instant.EPOCH);
    private final Judgement.Passed passed =
            new Judgement.Passed("", arriving.message(), Judgement.Changes.NONE, Judgement.Place.USUAL);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));

    @TempDir
    private Path folder;

    private SmtpSink filter = sink();
    private @Nullable SqlStore store;

    private static SmtpSink sink() {
        try {
            return SmtpSink.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() {
        store = SqlStore.open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("mail.db")), SqlStoreOptions.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        filter.close();
        store().close();
    }

    private SqlStore store() {
        return Objects.requireNonNull(store);
    }

    private HandOver handOver(boolean isNeeded, Duration patience, InstantSource clock) {
        SmtpPeer peer = new SmtpPeer(
                "127.0.0.1",
                filter.port(),
                false,
                null,
                null,
                TlsPolicy.OPPORTUNISTIC.with(TlsPolicy.Level.NONE),
                false);
        return new HandOver(peer, "mx.b.test", isNeeded, patience, store(), clock);
    }

    private Judgement judged(boolean isNeeded, Duration patience) {
        try (HandOver handOver = handOver(isNeeded, patience, InstantSource.system())) {
            return handOver.handOver(arriving, passed, false);
        }
    }

    private static String refused(Judgement judgement) {
        return assertInstanceOf(Judgement.Refused.class, judgement)
                .reply()
                .toString()
                .strip();
    }

    private void isWhatTheSettingSays(String what) {
        assertEquals(LATER, refused(judged(true, SHORT)), what);
        assertEquals(passed, judged(false, SHORT), what);
    }

    @Test
    void aFilterThatHangsDiesOrAnswersNonsense() {
        for (String answer : List.of("hang", "close", "what?", "999 no")) {
            for (String step : List.of("connect", "MAIL", "RCPT", "DATA", "end")) {
                filter.answer(step, answer);
                isWhatTheSettingSays(answer + " to " + step);
                filter.answerAsUsual(step);
            }
        }
        filter.answer("connect", "554 no service");
        isWhatTheSettingSays("no service");
    }

    @Test
    void aFilterThatIsAway() throws IOException {
        filter.close();
        isWhatTheSettingSays("away");
    }

    @Test
    void whatItRefusesIsRefused() {
        Duration patience = Duration.ofSeconds(30);
        filter.answer("end", "550 5.7.1 Virus Detected; Content Rejected");
        assertEquals("554 5.7.1 Virus Detected; Content Rejected", refused(judged(true, patience)));
        assertEquals("554 5.7.1 Virus Detected; Content Rejected", refused(judged(false, patience)));
        filter.answer("end", "452 4.3.1 no room");
        assertEquals("451 4.3.1 no room", refused(judged(false, patience)));
        filter.answerAsUsual("end");
        assertInstanceOf(Judgement.Discarded.class, judged(true, patience));
    }

    /** Whoever gets to see a mark can't bring other mail by it, which we would sign. */
    @Test
    void aMarkCountsForOneMessageOnly() {
        for (boolean isNamed : new boolean[] {true, false}) {
            filter.answerAsUsual("end");
            String named = isNamed ? "Message-ID: <1@a.test>\r\n" : "";
            String header = "From: Joe <joe@a.test>\r\n" + named;
            try (HandOver handOver = handOver(true, Duration.ofMinutes(5), now::get)) {
                handOver.handOver(arriving.with(octets(header)), passed(header), true);
                String sent = filter.received().getLast().content();
                assertTrue(back(handOver, sent).isOurs());
                // What filters do.
                assertTrue(back(
                                handOver,
                                sent.replace(
                                                "From: Joe <joe@a.test>",
                                                "Subject: [SPAM]\r\nFrom: \"Joe\"\r\n <joe@a.test>")
                                        + "-- \r\nlooked at")
                        .isOurs());
                for (String other : List.of(
                        sent.replace("joe@a.test", "joe@bank.test"),
                        sent.replace("From: Joe", "From: boss@bank.test\r\nFrom: Joe"),
                        sent.replace("Joe <joe@a.test>", "joe@a.test, boss@bank.test"),
                        isNamed ? sent.replace("<1@", "<2@") : sent.replace("joe@a.test", "joe@b.test"))) {
                    assertEquals(
                            Reason.NO_PERMISSION,
                            assertThrows(Refusal.class, () -> back(handOver, other))
                                    .reason(),
                            other);
                }
            }
        }
    }

    private static MessageBytes octets(String message) {
        return MessageBytes.of((message + "\r\nbody\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static Judgement.Passed passed(String header) {
        return new Judgement.Passed("", octets(header), Judgement.Changes.NONE, Judgement.Place.USUAL);
    }

    private static ContentFilter.Back back(HandOver handOver, String message) {
        MessageBytes bytes = MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1));
        return handOver.back(bytes, HeaderBlock.of(bytes)).orElseThrow();
    }

    @Test
    void aMarkCountsAsLongAsAFilterMayHaveAMessage() {
        Duration patience = Duration.ofMinutes(5);
        try (HandOver handOver = handOver(true, patience, now::get)) {
            handOver.handOver(arriving, passed, true);
            MessageBytes sent =
                    MessageBytes.of(filter.received().getFirst().content().getBytes(StandardCharsets.ISO_8859_1));
            HeaderBlock block = HeaderBlock.of(sent);
            ContentFilter.Back back = handOver.back(sent, block).orElseThrow();
            assertTrue(back.isOurs());
            assertFalse(
                    HeaderBlock.of(back.message()).fields().stream().anyMatch(each -> each.is("X-JDBMail-Filtered")));
            now.updateAndGet(time -> time.plus(patience));
            assertTrue(handOver.back(sent, block).isPresent());
            now.updateAndGet(time -> time.plusSeconds(61));
            assertTrue(handOver.back(sent, block).isEmpty());
        }
    }
}
