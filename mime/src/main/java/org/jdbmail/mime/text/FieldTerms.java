package org.jdbmail.mime.text;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.structure.HeaderField;

/** Looks for the terms of one name of a header field. */
final class FieldTerms {
    private final List<List<Integer>> numbers;
    private final BitSet empty;
    private final FieldFinder finder;

    /**
     * @param terms folded texts, and the numbers of the terms that each stands for
     * @param empty terms that any field of the name matches
     */
    FieldTerms(Map<String, List<Integer>> terms, BitSet empty) {
        this.numbers = List.copyOf(terms.values());
        this.empty = empty;
        this.finder = new FieldFinder(new HeaderTerms(List.copyOf(terms.keySet())));
    }

    void clear() {
        finder.clear();
    }

    /** Looks at a field of the name, and adds the terms that were found in such fields so far. */
    void look(HeaderField field, BitSet found) {
        found.or(empty);
        finder.look("", field);
        finder.found().stream().forEach(place -> numbers.get(place).forEach(found::set));
    }
}
