package org.jdbmail.core.dns;

import java.util.List;

/**
 * What came of a question.
 *
 * @param <T> what was asked for
 */
public sealed interface DnsAnswer<T> {
    /**
     * There are such records.
     *
     * @param records at least one
     * @param isSecure whether a resolver that we trust has validated them by DNSSEC
     */
    record Found<T>(List<T> records, boolean isSecure) implements DnsAnswer<T> {
        /** Copies the list. */
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * There are none.
     *
     * @param isName whether the name has records of other kinds
     */
    record Nothing<T>(boolean isName) implements DnsAnswer<T> {}

    /** Nobody knows at the moment: no answer, or one that tells of trouble. */
    record Trouble<T>(String why) implements DnsAnswer<T> {}

    /** The records; none also where that is not known. */
    default List<T> orNone() {
        return switch (this) {
            case Found<T> found -> found.records();
            case Nothing<T> nothing -> List.of();
            case Trouble<T> trouble -> List.of();
        };
    }
}
