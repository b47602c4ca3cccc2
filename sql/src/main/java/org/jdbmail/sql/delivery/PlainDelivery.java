package org.jdbmail.sql.delivery;

import java.time.Instant;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.content.CompactMessage;

/**
 * The usual delivery: one message without shared blobs, for one mailbox, without keywords.
 *
 * @param content the same message in the compact layout
 */
record PlainDelivery(PreparedMessage message, CompactMessage content, Instant internalDate, Destination destination) {

    /** Bytes that go to the database, roughly. */
    int weight() {
        return content.head().length + content.rest().bytes().length;
    }
}
