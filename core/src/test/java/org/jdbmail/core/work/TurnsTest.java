package org.jdbmail.core.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final WorkLimits LIMITS = new WorkLimits(1, 8, 8, 16, 4, Duration.ofMinutes(1));

    private final WorkPool pool = new WorkPool(LIMITS);
    private final Turns turns = new Turns(LIMITS);

    private Job<?> job(String account, String address, boolean heavy) {
        return new Job<>(pool, new Requester(account, address, () -> false), progress -> true, heavy, turns);
    }

    private Job<?> enter(String account, String address) {
        Job<?> job = job(account, address, true);
        turns.enter(job);
        return job;
    }

    /** Gives out turns of one unit each, and tells who had them. */
    private List<Job<?>> turnsOf(int count) {
        List<Job<?>> had = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Job<?> next = Objects.requireNonNull(turns.next());
            if (!next.isBegun()) {
                turns.begin(next);
            }
            had.add(next);
            turns.charge(next, 1_000);
            turns.line(next);
        }
        return had;
    }

    @Test
    void accountsAndAddressesTakeTurns() {
        Job<?> first = enter("greedy", "1");
        Job<?> second = enter("greedy", "2");
        Job<?> third = enter("modest", "3");

        assertEquals(4, turnsOf(8).stream().filter(third::equals).count());
        assertTrue(first.isBegun() && second.isBegun());
    }

    @Test
    void manyAccountsBehindOneAddressHaveTheTimeOfOne() {
        enter("a", "1");
        enter("b", "1");
        enter("c", "1");
        Job<?> other = enter("d", "2");

        assertEquals(6, turnsOf(12).stream().filter(other::equals).count());
    }

    @Test
    void whoComesAnewDoesNotMakeUpForQuietTimes() {
        enter("a", "1");
        turnsOf(100);
        Job<?> anew = enter("b", "2");

        assertEquals(5, turnsOf(10).stream().filter(anew::equals).count());
    }

    @Test
    void whoHasMostMakesRoom() {
        enter("a", "1");
        enter("a", "1");
        Job<?> last = enter("a", "1");
        enter("b", "2");

        assertTrue(turns.isFull());
        assertSame(last, turns.toMakeRoomFor(job("c", "3", true)));
        assertNull(turns.toMakeRoomFor(job("a", "1", true)));
        assertTrue(turns.withdraw(last));
        assertFalse(turns.withdraw(last));
        assertFalse(turns.isFull());
    }

    @Test
    void oneAccountBeginsAQuarterOfWhatFits() {
        enter("a", "1");
        enter("a", "2");
        enter("a", "3");
        turnsOf(6);

        assertEquals(2, turns.waiting().stream().filter(Job::isBegun).count());
        Job<?> brief = job("a", "3", false);
        turns.enter(brief);
        assertTrue(turnsOf(4).contains(brief));
    }
}
