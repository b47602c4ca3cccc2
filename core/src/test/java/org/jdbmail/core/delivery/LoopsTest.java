package org.jdbmail.core.delivery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

/** What goes round in a circle, by what it brings. */
class LoopsTest {
    private static final EnvelopeAddress LIST = new EnvelopeAddress("list", "here.test");
    private static final String DELIVERED = "Delivered-To: List@here.test\r\n";

    private static MessageBytes message(String fields) {
        return MessageBytes.of((fields + "\r\nbody\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAProgramHandsInAgainIsNoticedByDeliveredTo() {
        assertFalse(Loops.isRound(message(DELIVERED), LIST), "ours, which every message has");
        assertFalse(Loops.isRound(message(DELIVERED + DELIVERED), LIST), "and one that somebody has fetched with it");
        assertTrue(Loops.isRound(message(DELIVERED + DELIVERED + DELIVERED), LIST));
        assertFalse(Loops.isRound(message("Delivered-To: other@here.test\r\n".repeat(9)), LIST));
        assertTrue(Loops.isIn(message(DELIVERED.repeat(3)), LIST), "forwards, too");
    }

    @Test
    void theMarkIsForForwardsOnly() {
        MessageBytes marked = message(Loops.mark(LIST));
        assertTrue(Loops.isIn(marked, LIST));
        assertFalse(Loops.isRound(marked, LIST));
        assertTrue(Loops.isRound(message("Received: from x\r\n".repeat(51)), LIST));
        assertFalse(Loops.isRound(message("Received: from x\r\n".repeat(50)), LIST));
    }
}
