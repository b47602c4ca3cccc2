package org.jdbmail.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.store.QueuedMail;
import org.junit.jupiter.api.Test;

/** No destination keeps what is meant for others. */
class PendingTest {
    private static final ToIntFunction<String> LIMIT =
            lane -> Map.of("slow", 1, "quick", 2).getOrDefault(lane, 99);

    private final Pending pending = new Pending();

    private void add(long id, String... lanes) {
        QueuedMail mail = new QueuedMail(
                id, 1, Instant.EPOCH, "id", EnvelopeAddress.NULL, 0, "", MailParameters.NONE, null, List.of());
        pending.add(new Pending.Entry(mail, "owner", Set.of(lanes)));
    }

    private Pending.Entry next(long id) {
        Pending.Entry entry = Objects.requireNonNull(pending.next(LIMIT));
        assertEquals(id, entry.mail().id());
        return entry;
    }

    @Test
    void whoWaitsForASlowDestinationIsPassed() {
        add(1, "slow");
        add(2, "slow");
        add(3, "slow");
        add(4, "quick");
        add(5, "quick");
        add(6, "quick");
        add(7);
        Pending.Entry first = next(1);
        next(4);
        next(5);
        next(7);
        assertNull(pending.next(LIMIT));
        assertEquals(3, pending.size());
        pending.over(first);
        next(2);
        assertNull(pending.next(LIMIT));
    }

    @Test
    void whoGoesToSeveralBeginsWhereOneTakesIt() {
        add(1, "slow");
        add(2, "slow", "quick");
        next(1);
        next(2);
    }

    @Test
    void theLastGoBack() {
        for (int i = 1; i <= 5; i++) {
            add(i, "slow");
        }
        assertEquals(
                List.of(5L, 4L, 3L),
                pending.cut(2).stream().map(each -> each.mail().id()).toList());
        assertEquals(2, pending.size());
    }

    @Test
    void whereEnoughWaitNobodyElseIsLookedFor() {
        add(1, "slow");
        assertEquals(Set.of(), pending.supplied(LIMIT));
        next(1);
        assertEquals(Set.of(), pending.supplied(LIMIT), "nobody waits");
        add(2, "slow");
        assertEquals(Set.of("slow"), pending.supplied(LIMIT));
        add(3, "slow", "quick");
        assertEquals(Set.of("slow"), pending.supplied(LIMIT), "who may begin does not wait");
    }
}
