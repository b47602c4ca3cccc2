package org.jdbmail.core.origin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkLimits;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

/** Who hashes a long message does not keep others waiting. */
class BodiesTest {
    private static final String HEADER = "Subject: x\r\n\r\n";
    private static final Set<BodyForm> FORMS = Set.of(DkimSigner.BODY);

    private final WorkPool pool = new WorkPool(WorkLimits.usual(1, Duration.ofMinutes(5)));
    private final Bodies bodies = new Bodies(Optional.of(pool));

    private static MessageBytes message(int octets) {
        return MessageBytes.of(
                (HEADER + "0123456 89abc\r\n".repeat(1 + octets / 15)).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] digest(Bodies bodies, MessageBytes message) {
        BodyHash hash =
                bodies.hashes(Requester.SERVER, message, HEADER.length(), FORMS).get(DkimSigner.BODY);
        return Objects.requireNonNull(hash).sha256();
    }

    @Test
    void longBodiesAreHashedWhereLongWorkIsDone() {
        MessageBytes small = message(10_000);
        MessageBytes large = message(2 * Bodies.LONG);
        Bodies alone = new Bodies(Optional.empty());
        assertArrayEquals(digest(alone, small), digest(bodies, small));
        assertEquals(0, pool.figures().done());
        assertArrayEquals(digest(alone, large), digest(bodies, large));
        assertEquals(1, pool.figures().done());
        bodies.hashes(Requester.SERVER, large, HEADER.length(), Set.of());
        assertEquals(1, pool.figures().done(), "of a message without signatures nothing is hashed");
        pool.close();
        assertThrows(Refusal.class, () -> digest(bodies, large));
    }
}
