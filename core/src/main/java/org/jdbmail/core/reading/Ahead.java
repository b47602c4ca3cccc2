package org.jdbmail.core.reading;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
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
    /** More would only wait for each other at the database's connections. */
    private static final int READERS = 16;

    /**
     * Not virtual threads: what is read here is megabytes, which a database server sends in pieces of a few kilobytes, and a
     * virtual thread that waits for the next piece is woken by way of two others.
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
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                READERS,
                READERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("jdbmail-read-ahead-", 1).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
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
