package org.jdbmail.sql.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;

/** What comes at the same time is written together, and nobody hears of what became of somebody else. */
class GroupsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ConcurrentLinkedQueue<List<Integer>> written = new ConcurrentLinkedQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);

    private List<Integer> write(List<Integer> members) {
        written.add(members);
        try {
            if (members.contains(0) && !first.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody lets it go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (members.contains(-1)) {
            throw new Refusal(Reason.UNAVAILABLE, "no", new SQLException("a value is too long", "22001"));
        }
        if (members.contains(-2)) {
            throw new Refusal(Reason.UNAVAILABLE, "lost", new SQLException("the connection is gone", "08006"));
        }
        return members.stream().map(each -> 10 * each).toList();
    }

    /** Writes these while the one turn is taken by 0; what came of each. */
    private List<Future<Integer>> together(List<Integer> values, int most) throws Exception {
        Groups<Integer, Integer> groups = new Groups<>(1, most, each -> each == 7 ? 2 << 20 : 1, this::write);
        List<Future<Integer>> results = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (ExecutorService executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            threads.add(thread);
            return thread;
        })) {
            results.add(executor.submit(() -> groups.write(0)));
            Eventually.isTrue(LIMIT, "it has begun", () -> written.size() == 1);
            for (int value : values) {
                results.add(executor.submit(() -> groups.write(value)));
                Thread last = threads.getLast();
                Eventually.isTrue(LIMIT, "it waits", () -> last.getState() == Thread.State.WAITING);
            }
            first.countDown();
        }
        return results;
    }

    @Test
    void whoComesWhileTheTurnIsTakenGoesTogether() throws Exception {
        List<Future<Integer>> results = together(List.of(1, 2, 3), 10);
        assertEquals(List.of(List.of(0), List.of(1, 2, 3)), List.copyOf(written));
        assertEquals(0, results.get(0).get());
        assertEquals(10, results.get(1).get());
        assertEquals(30, results.get(3).get());
    }

    @Test
    void aStopWaitsForWhatIsUnderWayAndTakesNothingMore() throws Exception {
        Groups<Integer, Integer> groups = new Groups<>(1, 10, each -> 1, this::write);
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            Future<Integer> result = executor.submit(() -> groups.write(0));
            Eventually.isTrue(LIMIT, "it has begun", () -> written.size() == 1);
            Thread stop = new Thread(groups::close);
            stop.start();
            Eventually.isTrue(LIMIT, "the stop waits", () -> stop.getState() == Thread.State.TIMED_WAITING);
            assertThrows(Refusal.class, () -> groups.write(1));
            first.countDown();
            stop.join();
            assertEquals(0, result.get());
        }
        assertEquals(List.of(List.of(0)), List.copyOf(written));
    }

    @Test
    void aGroupHasItsLimits() throws Exception {
        together(List.of(1, 2, 3, 7, 4), 2);
        assertEquals(List.of(List.of(0), List.of(1, 2), List.of(3), List.of(7), List.of(4)), List.copyOf(written));
    }

    @Test
    void aRowThatIsRefusedHarmsNobodyElse() throws Exception {
        List<Future<Integer>> results = together(List.of(1, -1, 2), 10);
        assertEquals(10, results.get(1).get());
        assertEquals(20, results.get(3).get());
        assertThrows(ExecutionException.class, () -> results.get(2).get());
        assertTrue(written.contains(List.of(1)) && written.contains(List.of(-1)), written.toString());
    }

    /** What may have been committed is not written again here: each asks for itself. */
    @Test
    void whatWasLostIsLostForAll() throws Exception {
        List<Future<Integer>> results = together(List.of(1, -2), 10);
        assertThrows(ExecutionException.class, () -> results.get(1).get());
        assertThrows(ExecutionException.class, () -> results.get(2).get());
        assertEquals(List.of(List.of(0), List.of(1, -2)), List.copyOf(written));
    }
}
