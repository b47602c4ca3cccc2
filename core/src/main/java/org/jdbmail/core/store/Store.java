package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Refusal;

/**
 * The mail store: one relational database, shared with any number of other processes. Safe for use by any number of
 * threads; a connection to the database is held only while work runs.
 */
public interface Store extends AutoCloseable {
    /** Runs work that only reads, in one transaction with a steady view of the database. */
    <T> T read(Work<T> work);

    /**
     * Runs work that only reads, outside of a transaction: each statement sees the newest committed state by itself. For work
     * of a single statement, or of some that need not agree: it costs one round trip for each, where {@link #read} costs two
     * or three more.
     */
    default <T> T look(Work<T> work) {
        return read(work);
    }

    /**
     * Runs work that writes, in one transaction, and commits it before it returns. After a deadlock or a serialization
     * failure the work is run again, a few times. Watchers of {@link #changes()} are woken after the commit.
     */
    <T> T write(Work<T> work);

    /**
     * Stores a message once and puts it into mailboxes, in one transaction that is committed when this returns. A place that
     * refuses it does not keep it from the others. Used for APPEND; no rights are checked here.
     *
     * @param internalDate kept to the second
     * @param destinations at least one; a mailbox may be named more than once
     * @return what became of each destination, in their order
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE if nothing was stored because of our own trouble
     */
    default List<Delivered> deliver(PreparedMessage message, Instant internalDate, List<Destination> destinations) {
        return deliver(Delivery.plain(message, internalDate, destinations)).stream()
                .<Delivered>map(outcome -> switch (outcome) {
                    case PortionOutcome.Done done -> done.stored().getFirst();
                    case PortionOutcome.Refused(Refusal refusal) -> new Delivered.Refused(refusal);
                })
                .toList();
    }

    /**
     * Carries out a delivery in one transaction, which is committed when this returns. A portion that is refused leaves
     * nothing, and does not keep the others from theirs; no rights are checked here.
     *
     * @return what became of each portion, in their order
     * @throws Refusal UNAVAILABLE if nothing was done because of our own trouble
     */
    List<PortionOutcome> deliver(Delivery delivery);

    /**
     * Takes many messages into one mailbox in one transaction, which is committed when this returns: all or none of them. The
     * number of statements does not grow with theirs, but for what a database can't tell at once. For programs: it computes on
     * all processors.
     *
     * @return what each became, in their order
     * @throws Refusal NOT_FOUND for the mailbox; ALREADY_EXISTS if an origin or a number is there already; INVALID if a UID is not
     *     above all of the mailbox; UNAVAILABLE
     */
    List<BulkIntake.Taken> takeIn(BulkIntake intake);

    /** Wake-ups after commits, of this process and of others. */
    Changes changes();

    /**
     * Starts to take away, in the background and in small steps, what nothing refers to any more, until the store is closed.
     * For servers; a short program leaves it to them.
     */
    default void startUpkeep() {}

    /** What an administrator does with the store as a whole. */
    Maintenance maintenance();

    /** Closes the connections; what is running may fail. */
    @Override
    void close();
}
