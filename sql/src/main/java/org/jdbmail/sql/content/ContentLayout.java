package org.jdbmail.sql.content;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Intake;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.jdbc.Db;

/**
 * A way in which the bytes of messages lie in tables. Which one a message is in shows in its rows: each layout passes
 * over ids that it has no rows for. New messages are written in the one that the settings name.
 */
public interface ContentLayout {
    /** A message made ready for this layout: all that can be done without the database is done. */
    interface Ready {
        /**
         * Does what comes before any lock on a mailbox or an account: rows that many messages share. Called once at the start
         * of the transaction; if that is run again, so is this.
         */
        void writeShared(Db db);

        /** Writes the rows of one physical message. */
        void write(Db db, long physId);

        /** Whether they are there, as far as the message's head tells, in which no two are alike that we took. */
        boolean isAt(Db db, long physId);
    }

    /**
     * Makes a message ready to be written, outside of any transaction; may use short ones of its own.
     *
     * @param internalDate stands in for a missing Date field where a layout keeps dates
     */
    Ready prepare(PreparedMessage message, Instant internalDate);

    /** The same for many messages, in their order. */
    default List<Ready> prepareAll(List<Intake.Fresh> messages) {
        return messages.stream()
                .map(fresh -> prepare(fresh.message(), fresh.internalDate()))
                .toList();
    }

    /** About how many bytes each of these messages takes in memory when {@link #read}. One statement. */
    Map<Long, Long> sizes(Db db, Collection<Long> physIds);

    /** The messages, exactly as they came; large pieces may be left to be fetched when they are read. */
    Map<Long, MessageBytes> read(Db db, List<Long> physIds);

    /**
     * One message with all its bytes, which this transaction may have written itself; empty if it isn't in this layout. What
     * {@link #read} leaves to be fetched is fetched on other connections, which see only what is committed.
     */
    Optional<MessageBytes> readHere(Db db, long physId);

    /** The top header blocks, each with its blank line, at most 1 MiB of each. */
    Map<Long, byte[]> heads(Db db, Collection<Long> physIds);

    /** The next messages in this layout with an id above that one, in ascending order. */
    List<Long> next(Db db, long after, int count);

    /** Removes the rows of messages from this layout; what other messages may share is left to the collector. */
    void remove(Db db, Collection<Long> physIds);
}
