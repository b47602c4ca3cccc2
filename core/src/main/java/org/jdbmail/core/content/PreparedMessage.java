package org.jdbmail.core.content;

import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;

/**
 * A message ready for the store: its bytes, what is to be known of it, and how it is cut. Made once for a delivery,
 * whatever the number of recipients.
 *
 * @param bytes the message exactly as it came
 * @param structure its parts
 * @param summary what listings want to know of it
 * @param plan where its bytes go in the compact layout
 */
public record PreparedMessage(MessageBytes bytes, MimePart structure, MessageSummary summary, ContentPlan plan) {
    /** Parses a message, once for all of these. */
    public static PreparedMessage prepare(MessageBytes bytes) {
        MimePart root = MimeScanner.scan(bytes);
        return new PreparedMessage(bytes, root, MessageSummary.of(bytes, root), ContentPlan.of(bytes, root));
    }

    /** Bytes of the message. */
    public int size() {
        return bytes.size();
    }
}
