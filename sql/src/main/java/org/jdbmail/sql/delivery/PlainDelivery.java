package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.content.CompactMessage;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.MessageRows;
import org.jspecify.annotations.Nullable;

/**
 * The usual delivery: one message, for one mailbox, without keywords.
 *
 * @param content the same message in the compact layout
 * @param uniqueId what its row is to have as {@code unique_id}
 */
record PlainDelivery(
        PreparedMessage message,
        CompactMessage content,
        Instant internalDate,
        Destination destination,
        String uniqueId) {
    PlainDelivery(PreparedMessage message, CompactMessage content, Instant internalDate, Destination destination) {
        this(message, content, internalDate, destination, MessageRows.uniqueId());
    }

    /** Looks whether it was carried out, after a connection was lost that it was given to. */
    Optional<Delivered> find(Db db) {
        return MessageRows.find(db, destination.mailboxId(), uniqueId).map(stored -> stored);
    }

    /** Whether it has blobs, which other messages may have too. */
    boolean sharesBlobs() {
        return !message.plan().blobs().isEmpty();
    }

    /**
     * The values of a statement that stores it: mailbox; octets, account, octets to charge; octets twice and time of the physical
     * message; head, body and packing; the summary; flags, recent and unique id.
     */
    List<@Nullable Object> values() {
        long size = message.size();
        List<@Nullable Object> values = new ArrayList<>(32);
        values.add(destination.mailboxId());
        values.add(size);
        values.add(destination.chargedUserId());
        values.add(size);
        values.add(size);
        values.add(size);
        values.add(internalDate);
        values.add(content.head());
        values.add(content.rest().bytes());
        values.add(content.rest().packing().code());
        values.addAll(SummaryRows.values(message.summary()));
        values.addAll(MessageRows.state(destination, uniqueId));
        return values;
    }

    /** Bytes that go to the database, roughly. */
    int weight() {
        return content.head().length + content.rest().bytes().length;
    }
}
