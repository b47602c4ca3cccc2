package org.jdbmail.core.sorting;

import java.time.Instant;
import java.util.Comparator;
import org.jdbmail.mime.listing.SortKeys;

/**
 * A message as it is sorted and threaded.
 *
 * @param place where it stands in its mailbox, which decides where all else is equal
 * @param arrived its internal date, in seconds since 1970
 * @param octets its size
 */
public record Sortable(int place, long arrived, long octets, SortKeys keys) {
    /** By sent date, then place: the order of threads and of those within them. */
    static final Comparator<Sortable> BY_SENT =
            Comparator.comparingLong(Sortable::sent).thenComparingInt(Sortable::place);

    /** RFC 5256 §2.2: the time in the Date field, in UTC; where there is none, the internal date. */
    long sent() {
        Instant sent = keys.sent();
        return sent == null ? arrived : sent.getEpochSecond();
    }
}
