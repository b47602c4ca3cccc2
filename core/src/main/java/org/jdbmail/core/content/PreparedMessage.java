package org.jdbmail.core.content;

import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.jspecify.annotations.Nullable;

/**
 * A message ready for the store: its bytes, what is to be known of it, and how it is cut. Made once for a delivery, whatever the number of recipients. Safe for any number of
 * threads.
 */
public final class PreparedMessage {
    private final MessageBytes bytes;
    private final MimePart structure;
    private final ContentPlan plan;
    private volatile @Nullable MessageSummary summary;

    private PreparedMessage(MessageBytes bytes, MimePart structure, ContentPlan plan) {
        this.bytes = bytes;
        this.structure = structure;
        this.plan = plan;
    }

    /** Parses a message, once for all of these. */
    public static PreparedMessage prepare(MessageBytes bytes) {
        MimePart root = MimeScanner.scan(bytes);
        return new PreparedMessage(bytes, root, ContentPlan.of(bytes, root));
    }

    /** The message exactly as it came. */
    public MessageBytes bytes() {
        return bytes;
    }

    /** Its parts. */
    public MimePart structure() {
        return structure;
    }

    /** Where its bytes go in the compact layout. */
    public ContentPlan plan() {
        return plan;
    }

    /** What listings want to know of it, which is found out when somebody first asks: of what only passes through, nobody does. */
    public MessageSummary summary() {
        MessageSummary known = summary;
        if (known == null) {
            known = MessageSummary.of(bytes, structure);
            summary = known;
        }
        return known;
    }

    /** Bytes of the message. */
    public int size() {
        return bytes.size();
    }
}
