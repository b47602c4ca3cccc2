package org.jdbmail.core.imapclient;

import java.util.List;

/**
 * One response.
 *
 * @param tag of the command that it ends; {@code *} for one of the server's own, {@code +} for a continuation
 * @param words what it says, but for its text
 * @param text what is for people, where it has such: behind OK, NO, BAD, BYE and PREAUTH, with the code in brackets
 */
public record ImapResponse(String tag, List<ImapValue> words, String text) {
    /** Whether its word with that number is this one, whatever its case. */
    public boolean is(int number, String word) {
        return words.size() > number && words.get(number).is(word);
    }
}
