package org.jdbmail.core.store;

/**
 * What is done inside one transaction. It may be run again from its start after a deadlock or a serialization failure, so
 * it does no I/O to peers and leaves nothing behind but its result.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface Work<T> {
    /** Does the work with the aggregates of one transaction, which must not be used after it returns. */
    T run(Tx tx);
}
