package org.jdbmail.core.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many messages a destination gets at a time: more as long as all goes well, fewer where it does not. */
@Timeout(120)
class LanesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Lanes lanes = new Lanes(8, Duration.ofSeconds(30), now::get);
    private final Lanes.Lane lane = lanes.of("one.test");

    private void enter(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            assertTrue(lane.enter(Duration.ZERO));
        }
    }

    private void leave(int times) {
        for (int i = 0; i < times; i++) {
            lane.leave(true);
        }
    }

    /** Uses all places, so that it grows if it can. */
    private int used() throws InterruptedException {
        int limit = lane.limit();
        enter(limit);
        leave(limit);
        return lane.limit();
    }

    @Test
    void itGrowsByOneWithEachThatGoesWellWhileAllPlacesAreTaken() throws InterruptedException {
        assertEquals(5, lane.limit());
        enter(4);
        leave(4);
        assertEquals(5, lane.limit(), "it was not asked for more");
        assertEquals(6, used());
        assertEquals(7, used());
        assertEquals(8, used());
        assertEquals(8, used(), "the setting's limit");
        assertEquals(5, lanes.of("two.test").limit(), "each destination has its own");
    }

    @Test
    void whereNobodyIsReachedItRestsAndGetsFewerAfterThat() throws InterruptedException {
        for (int limit = 4; limit >= 0; limit--) {
            assertFalse(lane.isResting());
            enter(1);
            lane.leave(false);
            assertTrue(lane.isResting());
            assertEquals(Integer.MAX_VALUE, lane.limit(), "whoever asks is told at once");
            now.updateAndGet(time -> time.plusSeconds(30));
            assertEquals(Math.max(1, limit), lane.limit());
        }
        assertEquals(2, used(), "it comes back as it went");
    }

    @Test
    void whoFindsNoPlaceWaitsIfNotTooManyDo() throws Exception {
        enter(5);
        assertFalse(lane.enter(Duration.ZERO), "no patience");
        AtomicInteger entered = new AtomicInteger();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(Thread.ofPlatform().start(() -> {
                try {
                    if (lane.enter(PATIENCE)) {
                        entered.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        Eventually.isTrue(
                PATIENCE,
                "all wait",
                () -> waiting.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
        assertFalse(lane.enter(PATIENCE), "as many wait as may");
        leave(4);
        for (Thread each : waiting) {
            each.join();
        }
        assertEquals(4, entered.get());
    }
}
