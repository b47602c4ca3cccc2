package org.jdbmail.mime;

/**
 * Asked between the pieces of long work whether it should go on. Whoever starts the work says what that depends on: a
 * time limit, a client that is still there.
 */
@FunctionalInterface
public interface Checkpoint {
    /** For work that nobody breaks off. */
    Checkpoint NONE = () -> {};

    /** Passes, or throws an unchecked exception of its owner's choosing, which ends the work. */
    void pass();
}
