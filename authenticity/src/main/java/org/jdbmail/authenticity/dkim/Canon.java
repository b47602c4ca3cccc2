package org.jdbmail.authenticity.dkim;

import java.util.Locale;
import java.util.Optional;
import org.jdbmail.authenticity.field.RawField;

/** The forms in which a message is signed (RFC 6376 §3.4): what of it may change on its way. */
public enum Canon {
    /** Nothing may. */
    SIMPLE,
    /** White space may, and the case of the names of fields. */
    RELAXED;

    /** By its name in a signature, in whatever case. */
    static Optional<Canon> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }

    /** Its name in a signature. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A field in this form, without a line end. */
    public String of(RawField field) {
        return switch (this) {
            case SIMPLE -> field.text();
            case RELAXED -> field.name().toLowerCase(Locale.ROOT) + ":" + relaxed(field.value());
        };
    }

    // RFC 6376 §3.4.2: unfolded, each run of white space one space, none at either end.
    private static String relaxed(String value) {
        StringBuilder all = new StringBuilder(value.length());
        boolean isSpace = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                isSpace = true;
            } else if (!isLineEnd(value, i)) {
                if (isSpace && !all.isEmpty()) {
                    all.append(' ');
                }
                isSpace = false;
                all.append(c);
            }
        }
        return all.toString();
    }

    private static boolean isLineEnd(String value, int at) {
        char c = value.charAt(at);
        return c == '\n' || c == '\r' && at + 1 < value.length() && value.charAt(at + 1) == '\n';
    }
}
