package org.jdbmail.core.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Makes keys that find what is only similar (RFC 6203). A text is found where it stands as it is written; or where at least half of
 * its words stand, in any order and place, each as it is written or with another ending. All else is compared as ever (§5).
 */
public final class FuzzyKeys {
    /** So few letters at least are left of a word whose ending is taken away. */
    private static final int STEM = 4;

    /** More words than these don't make the search better, only longer. */
    private static final int MOST_WORDS = 20;

    private static final List<String> ENDINGS =
            List.of("ings", "ing", "ers", "er", "ies", "es", "ed", "en", "e", "s", "y");

    private FuzzyKeys() {}

    /** The key for what is similar to what this key finds. */
    public static SearchKey of(SearchKey key) {
        return switch (key) {
            case SearchKey.And and ->
                new SearchKey.And(and.keys().stream().map(FuzzyKeys::of).toList());
            case SearchKey.Or or -> new SearchKey.Or(of(or.left()), of(or.right()));
            case SearchKey.Text text -> loose(text, text.value(), word -> new SearchKey.Text(word, text.header()));
            case SearchKey.Header header
            when !header.value().isBlank() ->
                loose(header, header.value(), word -> new SearchKey.Header(header.name(), word));
            // What is not to be there is not to be there; what is no text has nothing similar.
            default -> key;
        };
    }

    private static SearchKey loose(SearchKey whole, String text, Function<String, SearchKey> key) {
        List<SearchKey.Loose.Word> words = new ArrayList<>();
        Arrays.stream(text.strip().split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST_WORDS)
                .forEach(word -> words.add(new SearchKey.Loose.Word(key.apply(word), key.apply(stem(word)))));
        return words.isEmpty() ? whole : new SearchKey.Loose(whole, words, (words.size() + 1) / 2);
    }

    private static String stem(String word) {
        for (String ending : ENDINGS) {
            int length = word.length() - ending.length();
            if (length >= STEM && word.regionMatches(true, length, ending, 0, ending.length())) {
                return word.substring(0, length);
            }
        }
        return word;
    }
}
