package org.jdbmail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How {@code ./x bench soak} judges what a server holds after a load: whatever grew is named. */
class SoakTest {
    private static Holding holding(long each, Map<String, Long> ours) {
        return new Holding(each << 20, each << 20, each, each, each, each, 0, 0, 0, ours);
    }

    @Test
    void whatGrewIsNamed() {
        Holding before = holding(100, Map.of("org.jdbmail.A", 1_000L));
        assertEquals(List.of(), before.grownSince(before));
        assertEquals(List.of(), holding(90, Map.of("org.jdbmail.A", 2_000L)).grownSince(before));
        assertEquals(
                List.of("objects org.jdbmail.A: 2,001, and 1,000 before", "objects org.jdbmail.B: 501, and 0 before"),
                holding(100, Map.of("org.jdbmail.A", 2_001L, "org.jdbmail.B", 501L)).grownSince(before).stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of(
                        "heap: 209,715,200, and 104,857,600 before",
                        "resident memory: 209,715,200, and 104,857,600 before",
                        "descriptors: 200, and 100 before",
                        "threads: 200, and 100 before",
                        "virtual threads: 200, and 100 before",
                        "database connections: 200, and 100 before"),
                holding(200, Map.of()).grownSince(before));
    }

    @Test
    void atRestNothingIsUnderWay() {
        Holding before = holding(100, Map.of());
        Holding busy = new Holding(100, 100, 100, 100, 100, 100, 1, 2, 3, Map.of());
        assertEquals(
                List.of(
                        "open sessions: 1, and 0 before",
                        "bytes on their way: 2, and 0 before",
                        "long work: 3, and 0 before"),
                busy.grownSince(before));
    }
}
