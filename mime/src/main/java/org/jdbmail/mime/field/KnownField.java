package org.jdbmail.mime.field;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields whose values the structures of this package are made of. */
public enum KnownField {
    DATE("Date"),
    SUBJECT("Subject"),
    FROM("From"),
    SENDER("Sender"),
    REPLY_TO("Reply-To"),
    RETURN_PATH("Return-Path"),
    TO("To"),
    CC("Cc"),
    BCC("Bcc"),
    IN_REPLY_TO("In-Reply-To"),
    MESSAGE_ID("Message-ID"),
    REFERENCES("References"),
    CONTENT_TYPE("Content-Type"),
    CONTENT_TRANSFER_ENCODING("Content-Transfer-Encoding"),
    CONTENT_ID("Content-ID"),
    CONTENT_DESCRIPTION("Content-Description"),
    CONTENT_MD5("Content-MD5"),
    CONTENT_DISPOSITION("Content-Disposition"),
    CONTENT_LANGUAGE("Content-Language"),
    CONTENT_LOCATION("Content-Location");

    private static final KnownField[][] BY_LENGTH = byLength();

    private final String fieldName;
    private final String lower;

    KnownField(String fieldName) {
        this.fieldName = fieldName;
        this.lower = fieldName.toLowerCase(Locale.ROOT);
    }

    /** The name as it is usually written. */
    public String fieldName() {
        return fieldName;
    }

    private static KnownField[][] byLength() {
        KnownField[][] table = new KnownField[32][];
        for (int length = 0; length < table.length; length++) {
            int wanted = length;
            table[length] = Arrays.stream(values())
                    .filter(field -> field.lower.length() == wanted)
                    .toArray(KnownField[]::new);
        }
        return table;
    }

    /** The field with the name that stands in an array, whatever its case. */
    public static @Nullable KnownField of(byte[] array, int from, int length) {
        if (length >= BY_LENGTH.length) {
            return null;
        }
        for (KnownField field : BY_LENGTH[length]) {
            if (field.matches(array, from)) {
                return field;
            }
        }
        return null;
    }

    private boolean matches(byte[] array, int from) {
        for (int i = 0; i < lower.length(); i++) {
            // Field names are printable, so that this folds letters and leaves the hyphen alone.
            if ((array[from + i] | 0x20) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
