package org.jdbmail.sql.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.testkit.interleave.Interleavings;
import org.jdbmail.testkit.interleave.Scenario;
import org.junit.jupiter.api.Test;

/** Writes that go together, with their threads held at any of their steps. */
class GroupsInterleavingsTest {
    @Test
    void eachIsWrittenOnceAndHearsOfItself() throws Exception {
        Interleavings.run(Writes.class);
    }

    /** Five writes, of which one is refused, in groups of three. */
    static final class Writes implements Scenario {
        private final Groups<Integer, Integer> groups = new Groups<>(1, 3, each -> 1, this::write);
        private final AtomicInteger atATime = new AtomicInteger();
        private final AtomicInteger written = new AtomicInteger();

        private List<Integer> write(List<Integer> members) {
            int now = atATime.incrementAndGet();
            assertTrue(members.size() == 1 || now == 1, "two groups have the one turn");
            assertTrue(members.size() <= 3, "a group is too large");
            atATime.decrementAndGet();
            if (members.contains(-1)) {
                throw new Refusal(Reason.UNAVAILABLE, "no", new SQLException("a value is too long", "22001"));
            }
            written.addAndGet(members.size());
            return members.stream().map(each -> 10 * each).toList();
        }

        @Override
        public List<Part> parts() {
            return List.of(() -> good(1), () -> good(2), () -> good(3), this::bad, () -> good(4));
        }

        private void good(int value) {
            assertEquals(10 * value, groups.write(value));
        }

        private void bad() {
            assertThrows(Refusal.class, () -> groups.write(-1));
        }

        @Override
        public void check() {
            assertEquals(4, written.get());
            groups.close();
            assertThrows(Refusal.class, () -> groups.write(1));
        }
    }

    @Test
    void aCloseWaitsForWhatIsUnderWay() throws Exception {
        Interleavings.run(End.class);
    }

    /** A close among writes: what is acknowledged is written before the close returns. */
    static final class End implements Scenario {
        private final AtomicInteger late = new AtomicInteger();
        private final Groups<Integer, Integer> groups = new Groups<>(2, 2, each -> 1, this::write);
        private volatile boolean isClosed;

        private List<Integer> write(List<Integer> members) {
            if (isClosed) {
                late.incrementAndGet();
            }
            return members;
        }

        @Override
        public List<Part> parts() {
            return List.of(this::one, this::one, this::one, () -> {
                groups.close();
                isClosed = true;
            });
        }

        private void one() {
            try {
                assertEquals(1, groups.write(1));
            } catch (Refusal refusal) {
                assertEquals(Reason.UNAVAILABLE, refusal.reason());
            }
        }

        @Override
        public void check() {
            assertEquals(0, late.get());
        }
    }
}
