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
 * @param score how well it matches a search that is not exact, from 1 to 100 (RFC 6203 §4); 0 for one of an exact search
 */
public record Sortable(int place, long arrived, long octets, SortKeys keys, int score) {
    /** One of an exact search. */
    public Sortable(int place, long arrived, long octets, SortKeys keys) {
        this(place, arrived, octets, keys, 0);
    }

    /** The same at another place. */
    public Sortable at(int other) {
        return new Sortable(other, arrived, octets, keys, score);
    }

    /** The same with a score. */
    public Sortable scored(int points) {
        return new Sortable(place, arrived, octets, keys, points);
    }

    /** By sent date, then place: the order of threads and of those within them. */
    static final Comparator<Sortable> BY_SENT =
            Comparator.comparingLong(Sortable::sent).thenComparingInt(Sortable::place);

    /** RFC 5256 §2.2: the time in the Date field, in UTC; where there is none, the internal date. */
    long sent() {
        Instant sent = keys.sent();
        return sent == null ? arrived : sent.getEpochSecond();
    }
}
