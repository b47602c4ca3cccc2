package org.jdbmail.sql.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Steps that take as long as they may, by a clock of the test's own. */
final class StepSizeTest {
    private final AtomicLong clock = new AtomicLong();

    /** The sizes of some steps, in each of which a row takes so long. */
    private List<Integer> sizes(StepSize size, long microsPerRow, int steps) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            sizes.add(size.run(rows -> {
                clock.addAndGet(TimeUnit.MICROSECONDS.toNanos(rows * microsPerRow));
                return rows;
            }));
        }
        return sizes;
    }

    @Test
    void lightRowsGoByTheMostThatThereMayBe() {
        assertEquals(List.of(100, 200, 400, 800, 1_000, 1_000), sizes(new StepSize(1_000, clock::get), 1, 6));
    }

    @Test
    void heavyRowsGoInStepsOfTwentyMilliseconds() {
        assertEquals(List.of(100, 40, 40), sizes(new StepSize(1_000, clock::get), 500, 3));
    }

    @Test
    void itFollowsWhatChanges() {
        StepSize size = new StepSize(200, clock::get);
        assertEquals(List.of(20, 40, 80, 160), sizes(size, 70, 4));
        assertEquals(List.of(160, 10, 10), sizes(size, 10_000, 3));
        assertEquals(List.of(10, 20, 40), sizes(size, 100, 3));
    }
}
