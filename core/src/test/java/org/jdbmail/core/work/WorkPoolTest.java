package org.jdbmail.core.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class WorkPoolTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.close();
    }

    private static Requester from(String account, String address) {
        return new Requester(account, address, () -> false);
    }

    /** Computes until it is told to end, as a search does. */
    private static boolean spin(Progress progress, AtomicBoolean end) {
        while (!end.get()) {
            progress.check();
        }
        return true;
    }

    private static Reason reason(Executable refused) {
        return assertThrows(Refusal.class, refused).reason();
    }

    private static WorkLimits limits(int threads, int begun, Duration time) {
        return new WorkLimits(threads, begun, 8, 16, 24, time);
    }

    @Test
    void givesTheResult() {
        try (WorkPool pool = new WorkPool(limits(1, 1, LONG))) {
            String thread = pool.call(
                    Requester.SERVER, progress -> Thread.currentThread().getName());
            assertTrue(thread.startsWith("work-"), thread);
            assertEquals(1, pool.figures().done());
        }
    }

    @Test
    void throwsWhatTheWorkThrew() {
        try (WorkPool pool = new WorkPool(limits(1, 1, LONG))) {
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> pool.call(Requester.SERVER, progress -> {
                        throw new UnsupportedOperationException("mine");
                    }));
        }
    }

    @Test
    void workOfWorkIsPartOfIt() {
        try (WorkPool pool = new WorkPool(limits(1, 1, LONG))) {
            assertEquals(7, pool.<Integer>call(Requester.SERVER, outer -> pool.call(Requester.SERVER, inner -> 7)));
            assertEquals(1, pool.figures().done());
        }
    }

    @Test
    void newcomersGetTheirTurnWhileOthersComputeForLong() throws Exception {
        try (WorkPool pool = new WorkPool(limits(1, 8, LONG))) {
            AtomicBoolean end = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(2);
            List<Future<Boolean>> greedy = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                greedy.add(callers.submit(() -> pool.<Boolean>call(from("greedy", "1"), progress -> {
                    begun.countDown();
                    return spin(progress, end);
                })));
            }
            begun.await();

            // They compute until this one is done: without turns it would wait for ever.
            assertEquals("done", pool.call(from("modest", "2"), progress -> "done"));
            assertEquals("done", pool.callBriefly(from("", "3"), progress -> "done"));

            end.set(true);
            for (Future<Boolean> each : greedy) {
                assertTrue(each.get());
            }
        }
    }

    @Test
    void whileOneWaitsForSomethingElseOthersCompute() throws Exception {
        try (WorkPool pool = new WorkPool(limits(1, 8, LONG))) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            CountDownLatch waits = new CountDownLatch(1);
            Future<String> waiting = callers.submit(() -> pool.<String>call(
                    from("a", "1"),
                    progress -> progress.aside(() -> {
                        waits.countDown();
                        return answer.join();
                    })));
            waits.await();
            assertEquals(0, pool.figures().running());

            answer.complete(pool.call(from("b", "2"), progress -> "of the other"));

            assertEquals("of the other", waiting.get());
        }
    }

    @Test
    void whatIsComputedWhileOneWaitsForSomethingElseIsDoneInTurn() {
        try (WorkPool pool = new WorkPool(limits(1, 8, LONG))) {
            List<Integer> running = new ArrayList<>();
            pool.call(
                    from("a", "1"),
                    progress -> progress.aside(() -> {
                        running.add(pool.figures().running());
                        pool.callBriefly(
                                from("a", "1"),
                                inner -> running.add(pool.figures().running()));
                        return running.add(pool.figures().running());
                    }));
            assertEquals(List.of(0, 1, 0), running);
            assertEquals(1, pool.figures().done());
        }
    }

    @Test
    void whatTakesTooLongIsStopped() {
        try (WorkPool pool = new WorkPool(limits(1, 1, Duration.ofMillis(50)))) {
            assertEquals(
                    Reason.LIMIT,
                    reason(() -> pool.call(from("a", "1"), progress -> spin(progress, new AtomicBoolean()))));
            assertEquals(1, pool.figures().stopped());
        }
    }

    @Test
    void whatNobodyWaitsForIsStopped() {
        try (WorkPool pool = new WorkPool(limits(1, 1, LONG))) {
            Requester gone = new Requester("a", "1", () -> true);
            assertEquals(
                    Reason.UNAVAILABLE, reason(() -> pool.call(gone, progress -> spin(progress, new AtomicBoolean()))));
        }
    }

    @Test
    void oneAccountMayNotHaveMoreThanItsPart() throws Exception {
        try (WorkPool pool = new WorkPool(new WorkLimits(1, 8, 2, 16, 24, LONG))) {
            AtomicBoolean end = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(2);
            List<Future<Boolean>> there = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                there.add(callers.submit(() -> pool.<Boolean>call(from("a", "1"), progress -> {
                    begun.countDown();
                    return spin(progress, end);
                })));
            }
            begun.await();

            assertEquals(Reason.LIMIT, reason(() -> pool.call(from("a", "2"), progress -> true)));
            assertEquals("done", pool.call(from("b", "1"), progress -> "done"));
            end.set(true);
            for (Future<Boolean> each : there) {
                assertTrue(each.get());
            }
        }
    }

    @Test
    void closingStopsWhatRunsAndRefusesWhatWaits() throws Exception {
        WorkPool pool = new WorkPool(limits(1, 1, LONG));
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> runs = callers.submit(() -> pool.<Boolean>call(from("a", "1"), progress -> {
            begun.countDown();
            return spin(progress, new AtomicBoolean());
        }));
        begun.await();
        Future<Boolean> waits = callers.submit(() -> pool.<Boolean>call(from("b", "2"), progress -> true));

        pool.close();

        assertInstanceOf(
                Refusal.class, assertThrows(ExecutionException.class, runs::get).getCause());
        assertInstanceOf(
                Refusal.class,
                assertThrows(ExecutionException.class, waits::get).getCause());
        assertEquals(Reason.UNAVAILABLE, reason(() -> pool.call(Requester.SERVER, progress -> true)));
    }
}
