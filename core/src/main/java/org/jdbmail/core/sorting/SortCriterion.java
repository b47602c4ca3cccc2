package org.jdbmail.core.sorting;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jdbmail.mime.listing.SortKeys;

/**
 * What messages are sorted by.
 *
 * @param reverse from the largest to the smallest
 */
public record SortCriterion(Key key, boolean reverse) {
    /** Keys of RFC 5256 §3 and RFC 5957 §3. */
    public enum Key {
        /** The internal date. */
        ARRIVAL,
        /** The local part of the first address in Cc. */
        CC,
        /** The sent date. */
        DATE,
        /** The local part of the first address in From. */
        FROM,
        SIZE,
        /** The base subject. */
        SUBJECT,
        /** The local part of the first address in To. */
        TO,
        /** The name shown of the first address in From. */
        DISPLAYFROM,
        /** The name shown of the first address in To. */
        DISPLAYTO,
        /** How well a message matches, the best first (RFC 6203 §6). */
        RELEVANCY;

        /** Whether it goes by what a message says, which never changes and is {@link SortKeys}. */
        public boolean isOfMessage() {
            return switch (this) {
                case CC, DATE, FROM, SUBJECT, TO, DISPLAYFROM, DISPLAYTO -> true;
                case ARRIVAL, SIZE, RELEVANCY -> false;
            };
        }
    }

    Comparator<Sortable> comparator() {
        Comparator<Sortable> comparator = switch (key) {
            case ARRIVAL -> Comparator.comparingLong(Sortable::arrived);
            case CC -> text(SortKeys::cc);
            case DATE -> Comparator.comparingLong(Sortable::sent);
            case FROM -> text(SortKeys::from);
            case SIZE -> Comparator.comparingLong(Sortable::octets);
            case SUBJECT -> text(SortKeys::subject);
            case TO -> text(SortKeys::to);
            case DISPLAYFROM -> text(SortKeys::displayFrom);
            case DISPLAYTO -> text(SortKeys::displayTo);
            case RELEVANCY -> Comparator.comparingInt(Sortable::score).reversed();
        };
        return reverse ? comparator.reversed() : comparator;
    }

    private static Comparator<Sortable> text(Function<SortKeys, String> key) {
        return (one, other) -> compare(key.apply(one.keys()), key.apply(other.keys()));
    }

    /** In the order of Unicode's numbers, which Java's differs from where a surrogate meets one of the last characters of 16 bits. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b) ? Character.compare(a, b) : surrogate ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** The order that several criteria give together; what they leave equal stays in the order of its places (RFC 5256 §3). */
    static Comparator<Sortable> order(List<SortCriterion> criteria) {
        Comparator<Sortable> order = Comparator.comparingInt(Sortable::place);
        for (SortCriterion criterion : criteria.reversed()) {
            order = criterion.comparator().thenComparing(order);
        }
        return order;
    }
}
