package org.jdbmail.cli.boxes;

import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;

/** Rights as an administrator writes them: letters of RFC 4314, or a word for the usual sets of them. */
final class RightsWord {
    private static final Rights READ = Rights.of(Right.LOOKUP, Right.READ, Right.SEEN);
    private static final Rights WRITE =
            READ.plus(Rights.of(Right.WRITE, Right.INSERT, Right.POST, Right.DELETED, Right.EXPUNGE));

    private RightsWord() {}

    /** The rights; none if it is neither a word nor letters. */
    static Optional<Rights> read(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "read" -> Optional.of(READ);
            case "write" -> Optional.of(WRITE);
            case "full" -> Optional.of(Rights.ALL);
            default -> letters(text);
        };
    }

    private static Optional<Rights> letters(String text) {
        Rights rights = Rights.NONE;
        for (int i = 0; i < text.length(); i++) {
            Rights one = right(text.charAt(i));
            if (one.equals(Rights.NONE)) {
                return Optional.empty();
            }
            rights = rights.plus(one);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(rights);
    }

    // RFC 4314 §2.1.1: c and d are older names of k, and of x, t and e together.
    private static Rights right(char letter) {
        if (letter == 'c') {
            return Rights.of(Right.CREATE);
        }
        if (letter == 'd') {
            return Rights.of(Right.DELETE, Right.DELETED, Right.EXPUNGE);
        }
        for (Right right : Right.values()) {
            if (right.letter() == letter) {
                return Rights.of(right);
            }
        }
        return Rights.NONE;
    }
}
