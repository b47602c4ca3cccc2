package org.jdbmail.testkit.transcript;

import java.util.List;

/**
 * Something that must be in the store before, or change in the middle of, a transcript: a {@code fixture} line.
 *
 * @param kind what it is: {@code user}, {@code message}, …; each front's test says which kinds it makes
 * @param words the words behind the kind, with quotes taken off
 * @param content the bytes of the block or file at the line's end; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are a message, and copying them helps nobody
public record Fixture(String kind, List<String> words, byte[] content) {
    /** The word at this place, counted from 0; a line with fewer words is the transcript's mistake. */
    public String word(int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("fixture " + kind + " needs more words than " + words);
        }
        return words.get(index);
    }
}
