package org.jdbmail.sieve.host;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the verdict of a filter before us is read from the message (RFC 5235).
 *
 * @param field the name of the field that holds it
 * @param pattern a regular expression whose first group is the score; null for the whole value
 * @param reading what it says
 * @param highest the score that means the highest value; zero if {@code highestField} tells it
 * @param highestField the name of the field that tells it; null if {@code highest} does
 * @param highestPattern a regular expression whose first group is that score
 * @param words the value of each word, for {@link Reading#WORD}
 */
public record FilterVerdict(
        String field,
        @Nullable String pattern,
        Reading reading,
        double highest,
        @Nullable String highestField,
        @Nullable String highestPattern,
        Map<String, Integer> words) {
    /** Copies the map. */
    public FilterVerdict {
        words = Map.copyOf(words);
    }

    /** How a field's value is a score. */
    public enum Reading {
        /** A number. */
        NUMBER,
        /** As many characters as the score is. */
        LENGTH,
        /** A word that stands for one. */
        WORD
    }
}
