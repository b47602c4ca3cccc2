package org.jdbmail.wire.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jdbmail.testkit.interleave.Interleavings;
import org.jdbmail.testkit.interleave.Scenario;
import org.jdbmail.wire.transport.ByteQueue;
import org.junit.jupiter.api.Test;

/** Connections that take of one budget and give back, with their threads held at any of their steps. */
class BudgetInterleavingsTest {
    @Test
    void whatIsTakenIsGivenBack() throws Exception {
        Interleavings.run(
                Queues.class,
                List.of("org.jdbmail.wire.limit.", "org.jdbmail.wire.transport."),
                List.of("org.jdbmail.wire.limit.", "org.jdbmail.wire.transport.ByteQueue"),
                150);
    }

    /** Queues of bytes of several connections. */
    static final class Queues implements Scenario {
        private static final int OCTETS = 1 << 20;

        private final Budget budget = new Budget(OCTETS);

        @Override
        public List<Part> parts() {
            return List.of(this::fillAndEmpty, this::fillAndEmpty, this::fillAndEmpty, this::look);
        }

        private void fillAndEmpty() {
            ByteQueue queue = new ByteQueue(budget);
            byte[] bytes = new byte[20_000];
            queue.add(bytes, 0, bytes.length);
            assertTrue(budget.used() >= bytes.length, "what is held is not counted");
            queue.take(bytes, 0, 7_000);
            queue.add(bytes, 0, 100);
            queue.clear();
        }

        private void look() {
            for (int i = 0; i < 10; i++) {
                int portion = budget.portion(256 * 1024);
                assertTrue(portion >= Budget.LEAST && portion <= OCTETS / 64, () -> "a portion of " + portion);
            }
        }

        @Override
        public void check() {
            assertEquals(0, budget.used());
        }
    }
}
