package org.jdbmail.testkit.interleave;

import java.util.List;

/**
 * Something that several threads do at the same time. Made anew for each round, by a constructor without arguments, from classes whose steps are held
 * ({@link Interleavings}).
 */
public interface Scenario extends AutoCloseable {
    /** What one thread does. */
    @FunctionalInterface
    interface Part {
        /** Does it; what it throws is a failure of the round. */
        void run() throws Exception;
    }

    /** What is done at the same time, each on a thread of its own. */
    List<Part> parts();

    /** What must hold once all have come to their end; throws if it doesn't. */
    void check() throws Exception;

    /** Lets go of what it took; nothing unless it says otherwise. */
    @Override
    default void close() {}
}
