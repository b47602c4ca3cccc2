package org.jdbmail.core.reading;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Something that is read on a thread of its own while whoever wants it is still busy with what came before. One that nobody
 * asks for comes to its end by itself.
 *
 * @param <T> what is read
 */
public final class Ahead<T> {
    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    /** Begins to read. */
    public static <T> Ahead<T> of(Supplier<T> reading) {
        FutureTask<T> task = new FutureTask<>(reading::get);
        Thread.ofVirtual().name("read-ahead").start(task);
        return new Ahead<>(task);
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
