package org.jdbmail.core.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is done is counted and timed by its name, whatever becomes of it, and another hears of it, too. */
class TimingsTest {
    @Test
    void whatIsDoneIsCountedAndPassedOn() throws Exception {
        List<String> heard = new ArrayList<>();
        Timings timings = new Timings(new Tracer() {
            @Override
            public <T, E extends Exception> T in(String name, Map<String, String> about, Work<T, E> work) throws E {
                heard.add(name + about);
                return work.run();
            }
        });
        assertEquals("x", timings.in("one", Map.of("id", "7"), () -> "x"));
        assertEquals("y", timings.in("one", Map.of(), () -> "y"));
        assertThrows(
                IOException.class,
                () -> timings.in("other", Map.of(), () -> {
                    throw new IOException("told on");
                }));
        assertEquals(List.of("one{id=7}", "one{}", "other{}"), heard);
        assertEquals(List.of("one", "other"), List.copyOf(timings.read().keySet()));
        assertEquals(2, timings.read().get("one").count());
        assertEquals(1, timings.read().get("other").count());
        assertTrue(timings.read().get("one").took().toNanos() > 0);
    }

    @Test
    void whatTakesLongerIsToldApart() {
        Timings timings = new Timings(Tracer.NONE);
        int few = 3;
        for (int i = 0; i < few; i++) {
            timings.in("waits", Map.of(), () -> {
                LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
                return true;
            });
        }
        Timings.Timing timing = timings.read().get("waits");
        assertEquals(Timings.BOUNDS.size(), timing.within().size());
        assertEquals(timing.within().stream().sorted().toList(), timing.within(), "each holds those before it");
        assertEquals(few, timing.count());
        assertEquals(few, timing.within().getLast(), "none took half a minute");
        long most = timing.took().toNanos();
        for (int i = 0; i < Timings.BOUNDS.size(); i++) {
            if (most <= Timings.BOUNDS.get(i).toNanos()) {
                assertEquals(few, timing.within().get(i), "all together took no longer than that");
            }
        }
    }
}
