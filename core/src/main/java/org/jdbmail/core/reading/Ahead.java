package org.jdbmail.core.reading;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Something that is read on another thread while whoever wants it is still busy with what came before. One that nobody asks
 * for comes to its end by itself.
 *
 * @param <T> what is read
 */
public final class Ahead<T> {
    /** Platform threads at most. */
    private static final int READERS = 16;

    /**
     * Platform threads first: what is read here is megabytes, which a database server sends in pieces of a few kilobytes, and a
     * virtual thread that waits for the next piece is woken by way of two others. When all of them are busy, or wait for a
     * database that does not answer, nobody queues up behind them: further readers are virtual threads.
     */
    private static final Executor THREADS = threads();

    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    /** Begins to read. */
    public static <T> Ahead<T> of(Supplier<T> reading) {
        FutureTask<T> task = new FutureTask<>(reading::get);
        THREADS.execute(task);
        return new Ahead<>(task);
    }

    private static Executor threads() {
        return new ThreadPoolExecutor(
                0,
                READERS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("jdbmail-read-ahead-", 1).daemon().factory(),
                (task, full) -> Thread.ofVirtual().name("jdbmail-read-ahead").start(task));
    }

    /** What was read, once it is there; throws what the reading threw. */
    public T get() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
