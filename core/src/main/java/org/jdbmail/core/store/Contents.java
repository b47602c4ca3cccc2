package org.jdbmail.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.listing.SortKeys;

/**
 * What is inside of messages, by the id of the physical message, in whatever layout it lies. Ids that are not there (their
 * last copy was expunged and collected meanwhile) are left out of every answer.
 */
public interface Contents {
    /**
     * Messages, byte for byte as they came.
     *
     * <p>Bodies that lie in many or large pieces are fetched when they are read, piece by piece, each by a short read of its
     * own that may throw {@link org.jdbmail.core.mail.Refusal}; so the bytes may, and large ones should, be read after
     * the transaction.
     *
     * @param physIds in the order in which they are wanted, at most a few thousand
     * @param byteBudget about how many bytes to hold in memory: from the first message on, as many are read as fit, but at
     *     least one; {@link Long#MAX_VALUE} where the caller knows that all fit, which saves asking for their sizes
     * @return the messages in that order; who wants more asks again for the ids after the last one
     */
    Map<Long, MessageBytes> read(List<Long> physIds, long byteBudget);

    /**
     * The top header blocks only, each with the blank line that ends it, cut after 1 MiB. One statement for messages in the
     * compact layout.
     */
    Map<Long, byte[]> heads(Collection<Long> physIds);

    /** What listings show, where it is kept; of messages that DBMail wrote it isn't at first. */
    Map<Long, Listing> listings(Collection<Long> physIds);

    /** What messages are sorted and threaded by, where it is kept; of those that DBMail or earlier versions wrote it isn't at first. */
    Map<Long, SortKeys> sortKeys(Collection<Long> physIds);

    /** The beginnings of messages' texts, as for {@link #sortKeys}. */
    Map<Long, String> previews(Collection<Long> physIds);

    /** Keeps summaries of messages that have none yet, or one that an earlier version made; any other stays. */
    void putSummaries(Map<Long, MessageSummary> summaries);
}
