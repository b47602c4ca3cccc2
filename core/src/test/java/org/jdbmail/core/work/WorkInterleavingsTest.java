package org.jdbmail.core.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.testkit.interleave.Interleavings;
import org.jdbmail.testkit.interleave.Scenario;
import org.junit.jupiter.api.Test;

/** Long work that comes, waits aside, goes and is ended, with its threads held at any of their steps. */
class WorkInterleavingsTest {
    @Test
    void everyPieceIsDoneOnceAndNoTurnIsLost() throws Exception {
        Interleavings.run(Pieces.class);
    }

    /** A few pieces for two turns. */
    static final class Pieces implements Scenario {
        private final WorkPool pool = new WorkPool(new WorkLimits(2, 2, 8, 16, 24, Duration.ofMinutes(5)));
        private final AtomicInteger atATime = new AtomicInteger();

        @Override
        public List<Part> parts() {
            return List.of(() -> call("a"), () -> call("a"), () -> call("b"), () -> brief("c"));
        }

        private static Requester from(String account) {
            return new Requester(account, "192.0.2.1", () -> false);
        }

        private void call(String account) {
            assertEquals(account, pool.call(from(account), progress -> {
                alone(progress);
                progress.aside(() -> "nothing");
                alone(progress);
                return account;
            }));
        }

        /** What computes has one of the two turns. */
        private void alone(Progress progress) {
            int now = atATime.incrementAndGet();
            progress.check();
            atATime.decrementAndGet();
            if (now > 2) {
                throw new IllegalStateException(now + " compute at a time");
            }
        }

        private void brief(String account) {
            assertEquals(account, pool.callBriefly(from(account), progress -> account));
        }

        @Override
        public void check() {
            WorkFigures figures = pool.figures();
            assertEquals(4, figures.done());
            assertEquals(0, figures.running());
            assertEquals(0, figures.waiting());
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    @Test
    void whoComesAtTheEndHearsOfIt() throws Exception {
        Interleavings.run(End.class);
    }

    /** The pool is closed meanwhile: everybody gets a result or a refusal, and nobody waits for ever. */
    static final class End implements Scenario {
        private final WorkPool pool = new WorkPool(new WorkLimits(1, 1, 8, 16, 24, Duration.ofMinutes(5)));
        private final AtomicInteger heard = new AtomicInteger();

        @Override
        public List<Part> parts() {
            return List.of(this::call, this::call, this::call, pool::close);
        }

        private void call() {
            try {
                assertEquals("done", pool.call(Requester.SERVER, progress -> "done"));
            } catch (Refusal refusal) {
                assertEquals(Reason.UNAVAILABLE, refusal.reason());
            }
            heard.incrementAndGet();
        }

        @Override
        public void check() {
            assertEquals(3, heard.get());
            assertEquals(0, pool.figures().running());
            assertEquals(0, pool.figures().waiting());
        }
    }
}
