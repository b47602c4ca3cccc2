package org.jdbmail.core.watch;

import java.util.Map;

/**
 * Hears what is done, and how long it takes. Work within work, on the same thread, is a part of it. Safe for any number of threads. Where nobody
 * wants to hear, {@link #NONE} costs nothing.
 */
public interface Tracer {
    /** Nobody hears. */
    Tracer NONE = new Tracer() {
        @Override
        public <T, E extends Exception> T in(String name, Map<String, String> about, Work<T, E> work) throws E {
            return work.run();
        }
    };

    /**
     * Does work that is told of.
     *
     * @param name what it is: one of few, and nothing of a user's
     * @param about what else is told of it, by name: ids and numbers, no content of mail and no secret
     * @throws E what the work throws, which is told as its failure
     */
    <T, E extends Exception> T in(String name, Map<String, String> about, Work<T, E> work) throws E;

    /**
     * What is done.
     *
     * @param <T> its result
     * @param <E> what it may throw
     */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        /** Does it. */
        T run() throws E;
    }
}
