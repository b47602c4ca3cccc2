package org.jdbmail.core.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbmail.core.mail.AsciiCase;

/**
 * The sets of keywords that messages of a mailbox have, so that a message needs one number and not a list. Immutable: a
 * new set makes a new table, in which the old numbers mean what they meant.
 */
final class KeywordTable {
    static final KeywordTable EMPTY = new KeywordTable(new Object(), List.of(List.of()), List.of());

    private static final int MOST_SETS = 50_000;

    /** The same for tables of which one grew out of the other. */
    final Object lineage;

    private final List<List<String>> sets;
    private final List<String> names;

    private KeywordTable(Object lineage, List<List<String>> sets, List<String> names) {
        this.lineage = lineage;
        this.sets = sets;
        this.names = names;
    }

    /** The set of that number; 0 is the empty one. */
    List<String> set(int number) {
        return sets.get(number);
    }

    /** Whether so many different sets have come and gone that it is better to begin anew. */
    boolean isOvergrown() {
        return sets.size() > MOST_SETS;
    }

    /** All keywords, in the order of their coming. */
    List<String> names() {
        return names;
    }

    /** Adds sets to a table. */
    static final class Growing {
        private final KeywordTable from;
        private final Map<List<String>, Integer> numbers = new HashMap<>();
        private final List<List<String>> sets;
        private final List<String> names;
        private final TreeSet<String> known = new TreeSet<>(AsciiCase.ORDER);

        Growing(KeywordTable from) {
            this.from = from;
            this.sets = new ArrayList<>(from.sets);
            this.names = new ArrayList<>(from.names);
            for (int i = 0; i < sets.size(); i++) {
                numbers.put(sets.get(i), i);
            }
            known.addAll(names);
        }

        /** The number of a set of keywords. */
        int number(SortedSet<String> keywords) {
            List<String> set = List.copyOf(keywords);
            Integer number = numbers.get(set);
            if (number == null) {
                number = sets.size();
                sets.add(set);
                numbers.put(set, number);
                for (String keyword : set) {
                    if (known.add(keyword)) {
                        names.add(keyword);
                    }
                }
            }
            return number;
        }

        /** As {@link #table}, but of a lineage of its own: another table may give the new numbers to other sets. */
        KeywordTable tableApart() {
            return sets.size() == from.sets.size()
                    ? from
                    : new KeywordTable(new Object(), List.copyOf(sets), List.copyOf(names));
        }

        /** The table with all that was added; the old one if that was nothing. */
        KeywordTable table() {
            if (sets.size() == from.sets.size()) {
                return from;
            }
            Object lineage = from == EMPTY ? new Object() : from.lineage;
            return new KeywordTable(lineage, List.copyOf(sets), List.copyOf(names));
        }
    }
}
