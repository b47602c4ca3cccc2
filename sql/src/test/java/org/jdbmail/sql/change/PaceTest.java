package org.jdbmail.sql.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often the poller looks. */
final class PaceTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void ourOwnCommitsAreNoReasonToLookOften() {
        Pace pace = Pace.besideNotices();
        assertEquals(Pace.SELDOM, pace.after(Set.of(), Set.of(), 0));
        assertEquals(Pace.SELDOM, pace.after(Set.of(1L), Set.of(1L, 2L), 1));
    }

    @Test
    void aNoticeMayComeALittleLate() {
        Pace pace = Pace.besideNotices();
        assertEquals(Pace.OFTEN, pace.after(Set.of(1L), Set.of(), 0));
        assertEquals(Pace.SELDOM, pace.after(Set.of(), Set.of(1L), 1));
    }

    @Test
    void whoWritesWithoutNoticesIsWatchedForAQuarterOfAnHour() {
        Pace pace = Pace.besideNotices();
        assertEquals(Pace.OFTEN, pace.after(Set.of(1L), Set.of(2L), 0));
        assertEquals(Pace.OFTEN, pace.after(Set.of(), Set.of(), MINUTE));
        assertEquals(Pace.OFTEN, pace.after(Set.of(), Set.of(), 15 * MINUTE));
        assertEquals(Pace.SELDOM, pace.after(Set.of(), Set.of(), 17 * MINUTE));
    }

    @Test
    void withoutNoticesThePaceIsSteady() {
        Pace pace = Pace.steady(Duration.ofMillis(250));
        assertEquals(Duration.ofMillis(250), pace.after(Set.of(1L), Set.of(), 0));
        assertEquals(Duration.ofMillis(250), pace.after(Set.of(), Set.of(), 1));
    }
}
