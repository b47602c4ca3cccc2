package org.jdbmail.core.milter;

import static org.jdbmail.core.milter.FakeMilter.indexed;
import static org.jdbmail.core.milter.FakeMilter.packet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MilterTest {
    private static final String MESSAGE =
            "From: joe@a.test\r\nSubject:one\r\n\ttwo\r\nX-Spam: no\r\nX-Spam: maybe\r\n\r\nbody\r\n";
    private static final Caller CALLER = new Caller(
            InetAddress.ofLiteral("192.0.2.1"),
            "192.0.2.1",
            "mx.a.test",
            "mx.a.test",
            "ESMTP",
            true,
            Optional.empty(),
            "");
    private static final EnvelopeAddress SENDER = new EnvelopeAddress("joe", "a.test");
    private static final EnvelopeAddress SUE = new EnvelopeAddress("sue", "b.test");

    @TempDir
    private Path folder;

    private FakeMilter milter = none();
    private Spools spools = noSpools();

    private static FakeMilter none() {
        try {
            return new FakeMilter(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Spools noSpools() {
        try {
            return new Spools(Path.of(System.getProperty("java.io.tmpdir")), 64 * 1024, 1 << 20);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void makeSpools() throws IOException {
        spools = new Spools(folder, 64 * 1024, 1 << 20);
    }

    @AfterEach
    void close() throws IOException {
        milter.close();
    }

    private MilterOptions options(boolean isNeeded, ServicePlace... places) {
        Duration second = Duration.ofSeconds(10);
        return new MilterOptions(List.of(places), isNeeded, second, second, second, "mail.b.test");
    }

    private MilterOptions impatient(boolean isNeeded) throws IOException {
        Duration short_ = Duration.ofMillis(200);
        return new MilterOptions(List.of(milter.place()), isNeeded, short_, short_, short_, "mail.b.test");
    }

    private static Arriving arriving(String message) {
        return new Arriving(
                CALLER,
                "id1",
                SENDER,
                MailParameters.NONE,
                List.of(SUE),
                "Received: x\r\n",
                MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1)),
                Instant.EPOCH);
    }

    /** Goes through a whole transaction. */
    private Judgement take(MilterOptions options, String message) {
        try (Inspection inspection = Milters.of(options, spools).open(CALLER)) {
            for (Ruling each : List.of(
                    inspection.connected(CALLER),
                    inspection.greeted(CALLER),
                    inspection.sender(CALLER, "id1", SENDER, MailParameters.NONE),
                    inspection.recipient(CALLER, SUE, RecipientParameters.NONE))) {
                if (each instanceof Ruling.Refuse refused) {
                    return new Judgement.Refused(refused.reply());
                }
            }
            Judgement judgement = inspection.message(arriving(message));
            // What was passed on is read while the inspection is open.
            return judgement instanceof Judgement.Passed passed
                    ? new Judgement.Passed(
                            passed.above(),
                            MessageBytes.of(
                                    passed.message().slice(0, passed.message().size())),
                            passed.envelope(),
                            passed.place())
                    : judgement;
        }
    }

    private static String text(Judgement judgement) {
        Judgement.Passed passed = assertInstanceOf(Judgement.Passed.class, judgement);
        return new String(passed.message().slice(0, passed.message().size()), StandardCharsets.ISO_8859_1);
    }

    private static String refused(Judgement judgement) {
        return assertInstanceOf(Judgement.Refused.class, judgement)
                .reply()
                .toString()
                .strip();
    }

    @Test
    void aMilterHearsAllInItsOrder() throws IOException {
        assertEquals(MESSAGE, text(take(options(true, milter.place()), MESSAGE)));
        assertEquals(
                List.of(
                        "C mx.a.test|4||192.0.2.1|",
                        "H mx.a.test|",
                        "M <joe@a.test>|",
                        "R <sue@b.test>|",
                        "T ",
                        "L From| joe@a.test|",
                        "L Subject|one\n\ttwo|",
                        "L X-Spam| no|",
                        "L X-Spam| maybe|",
                        "N ",
                        "E "),
                milter.heard().stream()
                        .filter(each -> "DOQ".indexOf(each.charAt(0)) < 0 && !each.equals("gone"))
                        .toList());
        assertEquals("body\r\n", milter.body());
        assertTrue(
                milter.heard().contains("D Mi|id1|{mail_addr}|joe@a.test|"),
                milter.heard().toString());
        assertTrue(
                milter.heard().stream()
                        .anyMatch(each -> each.startsWith("D C") && each.contains("{client_addr}|192.0.2.1|")),
                milter.heard().toString());
    }

    // What was refused before its content came to the milter does not lend its recipients to the next.
    @Test
    void aMessageThatIsNeverShownIsOverForTheMilter() throws IOException {
        try (Inspection inspection =
                Milters.of(options(true, milter.place()), spools).open(CALLER)) {
            inspection.connected(CALLER);
            inspection.sender(CALLER, "id1", SENDER, MailParameters.NONE);
            inspection.recipient(CALLER, SUE, RecipientParameters.NONE);
            inspection.sender(CALLER, "id2", SENDER, MailParameters.NONE);
        }
        assertEquals(
                List.of("M", "R", "A", "M"),
                milter.heard().stream()
                        .map(each -> each.substring(0, 1))
                        .filter("MRA"::contains)
                        .toList());
    }

    // There are more fields than are looked at, and what follows them stays header.
    @Test
    void aHeaderThatIsTooLongIsNotCutByChanges() throws IOException {
        milter.answer('E', packet('m', new byte[] {0, 0, 0, 1, 'X', 0, 'y', 0}), packet('c', new byte[0]));
        milter.answer('O', packet('O', 6, 0x1ff, 1 << 10 | 1 << 20 | 1 << 5));
        String header = "X:x\r\n" + "A:a\r\n".repeat(20_000) + "Z:z\r\n";
        String changed = text(take(options(true, milter.place()), header + "\r\nbody\r\n"));
        assertEquals("X:y\r\n" + header.substring(5) + "\r\nbody\r\n", changed);
    }

    @Test
    void overAUnixSocketToo() throws IOException {
        try (FakeMilter other = new FakeMilter(UnixDomainSocketAddress.of(folder.resolve("milter")))) {
            other.answer('E', packet('h', "X-Seen", " yes"), packet('c', new byte[0]));
            assertTrue(text(take(options(true, other.place()), MESSAGE)).contains("\r\nX-Seen: yes\r\n\r\nbody"));
        }
    }

    @Test
    void whatIsNotWantedIsNotTold() throws IOException {
        milter.answer('O', packet('O', 6, 0, 0x7f | 0x200));
        take(options(true, milter.place()), MESSAGE);
        assertEquals(
                List.of("O", "D", "E"),
                milter.heard().stream()
                        .map(each -> each.substring(0, 1))
                        .filter(each -> !each.equals("Q") && !each.equals("g"))
                        .toList());
    }

    @Test
    void aMilterThatAnswersNothingToFieldsIsNotWaitedFor() throws IOException {
        milter.answer('O', packet('O', 6, 0x1ff, 1 << 7 | 0xff000))
                .answer('L')
                .answer('B')
                .answer('N')
                .answer('C');
        milter.answer('H').answer('M').answer('R').answer('T');
        assertEquals(MESSAGE.replace("Subject:one", "Subject:one"), text(take(options(true, milter.place()), MESSAGE)));
    }

    @Test
    void fieldsAreAddedChangedAndTakenAway() throws IOException {
        milter.answer(
                'E',
                packet('p', new byte[0]),
                packet('h', "X-Last", " folded\n\tvalue"),
                indexed('i', 0, "X-Top", " top"),
                indexed('i', 1, "X-First", " first"),
                indexed('m', 2, "x-spam", " yes"),
                indexed('m', 1, "X-Spam", ""),
                indexed('m', 1, "X-New", " new"),
                packet('h', "X-Evil", " a\nb: c\n\nd"),
                packet('a', new byte[0]));
        Judgement judgement = take(options(true, milter.place()), MESSAGE);
        assertEquals("X-Top: top\r\n", ((Judgement.Passed) judgement).above());
        assertEquals(
                "X-First: first\r\nFrom: joe@a.test\r\nSubject:one\r\n\ttwo\r\nx-spam: yes\r\nX-Last: folded\r\n\tvalue\r\n"
                        + "X-New: new\r\nX-Evil: a\r\n\tb: c\r\n\td\r\n\r\nbody\r\n",
                text(judgement));
    }

    @Test
    void bodyAndEnvelopeAreChanged() throws IOException {
        String large = "0123456789".repeat(6000);
        milter.answer(
                'E',
                packet('b', large.getBytes(StandardCharsets.ISO_8859_1)),
                packet('b', (large + "\r\n").getBytes(StandardCharsets.ISO_8859_1)),
                packet('e', "<other@a.test>"),
                packet('+', "<new@b.test>"),
                packet('2', "<more@b.test>", "NOTIFY=NEVER"),
                packet('-', "<sue@b.test>"),
                packet('q', "suspicious"),
                packet('c', new byte[0]));
        Judgement judgement = take(options(true, milter.place()), MESSAGE);
        assertTrue(text(judgement).endsWith("\r\n\r\n" + large + large + "\r\n"));
        Judgement.Passed passed = (Judgement.Passed) judgement;
        assertEquals(Judgement.Place.HELD, passed.place());
        assertEquals(
                new Judgement.Changes(
                        Optional.of(new EnvelopeAddress("other", "a.test")),
                        List.of(new EnvelopeAddress("new", "b.test"), new EnvelopeAddress("more", "b.test")),
                        List.of(SUE)),
                passed.envelope());
        assertEquals(0, spools.memoryUsed());
    }

    @Test
    void eachSeesWhatThoseBeforeItHaveLeft() throws IOException {
        try (FakeMilter second = none()) {
            milter.answer('E', packet('h', "X-One", " 1"), packet('c', new byte[0]));
            second.answer('E', packet('h', "X-Two", " 2"), packet('c', new byte[0]));
            assertTrue(text(take(options(true, milter.place(), second.place()), MESSAGE))
                    .contains("X-One: 1\r\nX-Two: 2\r\n\r\n"));
            assertTrue(second.heard().contains("L X-One| 1|"), second.heard().toString());
        }
    }

    @Test
    void whatIsRefused() throws IOException {
        MilterOptions options = options(true, milter.place());
        milter.answer('C', packet('r', new byte[0]));
        assertEquals("550 5.7.1 command rejected", refused(take(options, MESSAGE)));
        milter.answer('C', packet('c', new byte[0])).answer('R', packet('t', new byte[0]));
        assertEquals("451 4.7.1 service unavailable, come again later", refused(take(options, MESSAGE)));
        milter.answer('R', packet('y', "550 5.7.9 not %% here"));
        assertEquals("550 5.7.9 not % here", refused(take(options, MESSAGE)));
        milter.answer('R', packet('c', new byte[0])).answer('E', packet('y', "554-5.7.1 one\r\n554 5.7.1 two"));
        assertEquals("554-5.7.1 one\r\n554 5.7.1 two", refused(take(options, MESSAGE)));
        milter.answer('E', packet('d', new byte[0]));
        assertInstanceOf(Judgement.Discarded.class, take(options, MESSAGE));
        milter.answer('E', packet('f', new byte[0]));
        assertTrue(refused(take(options, MESSAGE)).startsWith("421 "));
        milter.answer('L', packet('a', new byte[0]));
        assertEquals(MESSAGE, text(take(options, MESSAGE)));
    }

    @Test
    void severalMessagesOnOneConnection() throws IOException {
        try (Inspection inspection =
                Milters.of(options(true, milter.place()), spools).open(CALLER)) {
            inspection.connected(CALLER);
            inspection.greeted(CALLER);
            for (int i = 0; i < 3; i++) {
                assertEquals(Ruling.GO_ON, inspection.sender(CALLER, "id" + i, SENDER, MailParameters.NONE));
                assertEquals(Ruling.GO_ON, inspection.recipient(CALLER, SUE, RecipientParameters.NONE));
                if (i == 1) {
                    inspection.reset();
                } else {
                    assertEquals(MESSAGE, text(inspection.message(arriving(MESSAGE))));
                }
            }
        }
        assertEquals(
                1, milter.heard().stream().filter(each -> each.startsWith("O")).count());
        assertEquals(
                1, milter.heard().stream().filter(each -> each.startsWith("A")).count());
    }

    private void troubled(String expected) throws IOException {
        assertEquals(expected, refused(take(impatient(true), MESSAGE)));
        assertEquals(MESSAGE, text(take(impatient(false), MESSAGE)));
    }

    private static final String LATER = "451 4.7.1 mail can't be looked at now, come again later";

    @Test
    void aMilterThatHangs() throws IOException {
        for (char step : new char[] {'O', 'M', 'B', 'E'}) {
            milter.close();
            milter = none();
            milter.answer(step, FakeMilter.SILENCE);
            troubled(LATER);
        }
    }

    @Test
    void aMilterThatDies() throws IOException {
        for (char step : new char[] {'O', 'C', 'M', 'R', 'L', 'B', 'E'}) {
            milter.close();
            milter = none();
            milter.answer(step, FakeMilter.HANG_UP);
            troubled(LATER);
        }
        MilterOptions gone = impatient(true);
        milter.close();
        assertEquals(LATER, refused(take(gone, MESSAGE)));
        milter = none();
    }

    @Test
    void aMilterThatAnswersNonsense() throws IOException {
        byte[] ok = packet('c', new byte[0]);
        milter.answer('O', packet('O', 7, 0, 0));
        troubled(LATER);
        milter.answer('O', packet('O', 6, 1 << 20, 0));
        troubled(LATER);
        milter.answer('O', "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        troubled(LATER);
        milter.answer('O', packet('O', 6, 1, 1 << 20));
        milter.answer('M', packet('Z', "what"));
        troubled(LATER);
        milter.answer('M', packet('h', "X-Early", "field"));
        troubled(LATER);
        milter.answer('M', packet('y', "250 this is no refusal"));
        troubled(LATER);
        milter.answer('M', new byte[] {0, 0, 0, 0, 'c'});
        troubled(LATER);
        milter.answer('M', ok);
        milter.answer('E', packet('b', "a body that it has not asked to change"), ok);
        troubled(LATER);
        milter.answer('E', packet('h', "no name of a field", "x"), ok);
        troubled(LATER);
        milter.answer('E', packet('h', new byte[] {'X', 'Y'}), ok);
        troubled(LATER);
        milter.answer('E', packet('s', new byte[0]));
        troubled(LATER);
    }

    @Test
    void places() {
        assertEquals("/run/a", ServicePlace.parse("unix:/run/a").orElseThrow().path());
        assertEquals("/run/a", ServicePlace.parse("local:/run/a").orElseThrow().path());
        assertEquals(
                8891, ServicePlace.parse("inet:localhost:8891").orElseThrow().port());
        assertEquals("::1", ServicePlace.parse("inet:[::1]:8891").orElseThrow().host());
        assertEquals(
                "127.0.0.1",
                ServicePlace.parse("inet:8891@127.0.0.1").orElseThrow().host());
        for (String wrong :
                List.of("", "unix:run", "inet:host", "inet:host:0", "inet:host:70000", "tcp:a:1", "inet:1")) {
            assertEquals(Optional.empty(), ServicePlace.parse(wrong), wrong);
        }
    }
}
