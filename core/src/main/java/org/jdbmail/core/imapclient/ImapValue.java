package org.jdbmail.core.imapclient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jdbmail.mime.bytes.MessageBytes;

/** What a response consists of. */
public sealed interface ImapValue {
    /** A word or a number, or {@code BODY[…]} with all in its brackets. */
    record Atom(String word) implements ImapValue {}

    /** A string; what came as a literal may lie in a file, which lives as long as its response is looked at. */
    record Text(MessageBytes bytes) implements ImapValue {}

    /** {@code NIL}. */
    record Nil() implements ImapValue {}

    /** Values in parentheses. */
    record Group(List<ImapValue> members) implements ImapValue {}

    /** The text of an atom or string; empty for anything else. */
    default String text() {
        return switch (this) {
            case Atom(String word) -> word;
            case Text(MessageBytes bytes) -> new String(bytes.slice(0, bytes.size()), StandardCharsets.UTF_8);
            case Nil nil -> "";
            case Group group -> "";
        };
    }

    /** The values in parentheses; none for anything else. */
    default List<ImapValue> values() {
        return switch (this) {
            case Group(List<ImapValue> members) -> members;
            case Atom atom -> List.of();
            case Text string -> List.of();
            case Nil nil -> List.of();
        };
    }

    /** Whether it is that word, whatever its case. */
    default boolean is(String word) {
        return text().toUpperCase(Locale.ROOT).equals(word);
    }
}
