package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.content.CompactMessage;
import org.jdbmail.sql.content.SummaryRows;
import org.jspecify.annotations.Nullable;

/**
 * The usual delivery: one message, for one mailbox, without keywords.
 *
 * @param content the same message in the compact layout
 */
record PlainDelivery(PreparedMessage message, CompactMessage content, Instant internalDate, Destination destination) {

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
        for (Flag flag : Flag.values()) {
            values.add(destination.flags().has(flag) ? 1 : 0);
        }
        values.add(destination.recent() ? 1 : 0);
        values.add(uniqueId());
        return values;
    }

    /** Bytes that go to the database, roughly. */
    int weight() {
        return content.head().length + content.rest().bytes().length;
    }

    /** A new {@code unique_id}, in 32 hexadecimal digits, as DBMail's are. */
    static String uniqueId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
