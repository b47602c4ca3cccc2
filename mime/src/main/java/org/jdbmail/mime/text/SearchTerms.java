package org.jdbmail.mime.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.mime.charset.Folding;

/**
 * The texts that one search looks for, each with a number by which {@link MessageSearcher} tells whether it was found.
 * Terms are collected first, in Unicode as the client wrote them; then the searchers are made.
 */
public final class SearchTerms {
    /** What to look for in the fields of one name. */
    static final class Field {
        private final Map<String, List<Integer>> terms = new LinkedHashMap<>();
        /** Terms that any such field matches. */
        private final BitSet empty = new BitSet();
    }

    /** For each number the place of its term in {@link #texts}; -1 for header terms and empty ones. */
    private final List<Integer> places = new ArrayList<>();

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final BitSet bodies = new BitSet();
    private final BitSet wholes = new BitSet();
    private final BitSet always = new BitSet();
    private final Map<String, Field> fields = new HashMap<>();

    /** A text in a header field of that name; an empty one is in every such field. */
    public int header(String name, String text) {
        int number = places.size();
        places.add(-1);
        Field field = fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new Field());
        String folded = Folding.foldHeader(text);
        if (folded.isEmpty()) {
            field.empty.set(number);
        } else {
            field.terms.computeIfAbsent(folded, key -> new ArrayList<>(1)).add(number);
        }
        return number;
    }

    /** A text in the body of a message; an empty one is in every body. */
    public int body(String text) {
        return add(text, bodies);
    }

    /** A text in the header or the body of a message. */
    public int text(String text) {
        return add(text, wholes);
    }

    private int add(String text, BitSet kind) {
        int number = places.size();
        String folded = Folding.fold(text);
        if (folded.isEmpty()) {
            places.add(-1);
            always.set(number);
        } else {
            places.add(texts.computeIfAbsent(folded, key -> texts.size()));
            kind.set(number);
        }
        return number;
    }

    /** The different folded texts of the terms for bodies and whole messages. */
    List<String> texts() {
        return List.copyOf(texts.keySet());
    }

    /** The place in {@link #texts} of a term for bodies or whole messages. */
    int place(int number) {
        return places.get(number);
    }

    BitSet bodies() {
        return bodies;
    }

    BitSet wholes() {
        return wholes;
    }

    /** Terms that need no looking for. */
    BitSet always() {
        return always;
    }

    /** A finder for each name of a header field, in lower case. */
    Map<String, FieldTerms> fields() {
        Map<String, FieldTerms> finders = new HashMap<>();
        fields.forEach((name, field) -> finders.put(name, new FieldTerms(field.terms, field.empty)));
        return finders;
    }
}
