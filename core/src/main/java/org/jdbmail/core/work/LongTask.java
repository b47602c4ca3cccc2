package org.jdbmail.core.work;

/**
 * Work that may take long.
 *
 * @param <T> its result
 */
@FunctionalInterface
public interface LongTask<T> {
    /**
     * Does the work.
     *
     * @param progress to be asked between two pieces of the work, of some milliseconds at most
     */
    T run(Progress progress);
}
