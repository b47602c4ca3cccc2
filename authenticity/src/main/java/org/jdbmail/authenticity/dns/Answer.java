package org.jdbmail.authenticity.dns;

import java.util.List;

/**
 * What came of a question.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {
    /**
     * There are such records.
     *
     * @param records at least one
     */
    record Found<T>(List<T> records) implements Answer<T> {
        /** Copies the list. */
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * There are none.
     *
     * @param isName whether there is such a name, with records of other kinds
     */
    record None<T>(boolean isName) implements Answer<T> {}

    /** Nobody knows at the moment. */
    record Failed<T>(String why) implements Answer<T> {}
}
