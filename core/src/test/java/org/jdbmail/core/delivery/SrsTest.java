package org.jdbmail.core.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.junit.jupiter.api.Test;

/** Senders that are rewritten, and read again. */
class SrsTest {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final EnvelopeAddress SENDER = new EnvelopeAddress("Ann.Other", "remote.test");
    private static final Srs SRS = new Srs(List.of("a secret of ours"));

    @Test
    void whatWasRewrittenIsReadAgain() {
        EnvelopeAddress once = SRS.rewrite(SENDER, "here.test", NOW);
        assertTrue(
                once.plain().matches("SRS0=[A-Za-z0-9+/]{4}=[A-Z2-7]{2}=remote\\.test=Ann\\.Other@here\\.test"),
                once.plain());
        assertTrue(Srs.isRewritten(once));
        assertEquals(Optional.of(SENDER), SRS.original(once, NOW));
        // A second server puts its own name before, and a third in place of that.
        Srs second = new Srs(List.of("another secret"));
        EnvelopeAddress twice = second.rewrite(once, "second.test", NOW);
        assertTrue(twice.localPart().startsWith("SRS1="), twice.plain());
        assertEquals(Optional.of(once), second.original(twice, NOW));
        Srs third = new Srs(List.of("the third's secret"));
        EnvelopeAddress thrice = third.rewrite(twice, "third.test", NOW);
        assertEquals(Optional.of(once), third.original(thrice, NOW));
        assertFalse(Srs.isRewritten(SENDER));
        assertFalse(Srs.isRewritten(new EnvelopeAddress("SRS0", "here.test")));
    }

    @Test
    void whatIsOldOrForgedIsNot() {
        EnvelopeAddress then = SRS.rewrite(SENDER, "here.test", NOW.minus(Duration.ofDays(21)));
        assertEquals(Optional.of(SENDER), SRS.original(then, NOW));
        assertEquals(Optional.empty(), SRS.original(then, NOW.plus(Duration.ofDays(1))));
        assertEquals(Optional.empty(), new Srs(List.of("something else")).original(then, NOW));
        assertEquals(
                Optional.of(SENDER),
                new Srs(List.of("something else", "a secret of ours")).original(then, NOW),
                "all secrets are believed");
        for (String wrong : List.of(
                "SRS0=aaaa=AA=remote.test=ann",
                "SRS0==AA=remote.test=ann",
                "SRS0=aaaa=",
                "SRS1=aaaa==x",
                "SRS0=====")) {
            assertEquals(Optional.empty(), SRS.original(new EnvelopeAddress(wrong, "here.test"), NOW), wrong);
        }
    }

    // RFC 5321 §4.5.3.1.1
    @Test
    void whatWouldBecomeTooLongStays() {
        EnvelopeAddress longOne = new EnvelopeAddress("x".repeat(50), "remote.test");
        assertEquals(longOne, SRS.rewrite(longOne, "here.test", NOW));
    }
}
