package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.FlagSet;
import org.jspecify.annotations.Nullable;

/**
 * Many messages that were elsewhere before, for one mailbox.
 *
 * @param mailboxId an ordinary mailbox
 * @param chargedUserId whose quota they count against, whether there is room or not
 * @param items in the order in which they are to be in the mailbox
 */
public record Intake(long mailboxId, long chargedUserId, List<Item> items) {
    /** Copies the list. */
    public Intake {
        items = List.copyOf(items);
    }

    /** What a message consists of. */
    public sealed interface Content {
        /** Octets that are charged. */
        long size();
    }

    /**
     * A message that is not in the store yet.
     *
     * @param internalDate kept to the second
     * @param physId the id that its content is to have, which must be free; 0 for any
     */
    public record Fresh(PreparedMessage message, Instant internalDate, long physId) implements Content {
        @Override
        public long size() {
            return message.size();
        }
    }

    /** The content of a message that is in the store already. */
    public record Known(long physId, long size) implements Content {}

    /**
     * A message.
     *
     * @param saved when it came into its mailbox, where that isn't its internal date (RFC 8514)
     * @param uid the UID that it is to have: above all of the mailbox, and {@linkplain Maintenance#reserveUids reserved}; 0 for
     *     the next one. Of one intake all items have one, or none
     * @param uniqueId {@code unique_id}, by which POP3 knows it again; empty for a new one
     * @param origin what it was where it comes from, by which it is known again, at most 64 characters; empty for nothing
     */
    public record Item(
            Content content,
            FlagSet flags,
            boolean recent,
            @Nullable Instant saved,
            long uid,
            String uniqueId,
            String origin) {}

    /** What a message became. */
    public record Taken(long uid, long physId) {}
}
