package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;

/** Who changed what ({@code jdbmail_audit}). */
public interface Audit {
    /**
     * A change.
     *
     * @param actor the login of who did it
     * @param address where from
     * @param action what was done, as a word such as {@code account.add}
     * @param subject whom or what it was done to
     * @param detail what it was changed to; never a secret
     */
    record Entry(Instant when, String actor, String address, String action, String subject, String detail) {}

    /** Notes a change, in the transaction that makes it. Texts that are too long are cut. */
    void note(Entry entry);

    /**
     * A page of the log.
     *
     * @param total how many there are in all, as {@link Paging} counts them
     * @param older before which line a search has to go on to find what is older; 0 where all was looked through
     */
    record Page(long total, List<Entry> entries, long older) {}

    /** What a page of the log is sorted by; what is alike, by when it was done. */
    enum Order {
        WHEN,
        ACTOR,
        ACTION,
        SUBJECT
    }

    /**
     * Which changes are looked for.
     *
     * @param text only those with this in actor, action, subject or detail; empty for all. A search looks through some ten thousand lines at a time
     * @param before where it begins, as {@link Page#older} of the search before it says; 0 for the newest
     */
    record Search(String text, Order order, boolean isDescending, int offset, int most, long before) {
        /** The newest first. */
        public static Search newest(String text, int offset, int most) {
            return new Search(text, Order.WHEN, true, offset, most, 0);
        }
    }

    /** A page of the log. */
    Page page(Search search);

    /** Removes what is older; returns how many. */
    int prune(Instant before);
}
