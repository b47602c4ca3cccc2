package org.jdbmail.mime.text;

import java.util.List;

/**
 * Terms to look for in header fields.
 *
 * @param table the machine that finds them
 * @param areWords whether each is nothing but ASCII letters and digits
 */
record HeaderTerms(TermTable table, boolean areWords) {
    /** Of texts folded for headers, none of them empty and no two alike. */
    HeaderTerms(List<String> terms) {
        this(new TermTable(terms), terms.stream().allMatch(term -> term.chars().allMatch(HeaderTerms::isWordByte)));
    }

    /** Whether a folded character is an ASCII letter or digit. */
    static boolean isWordByte(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
