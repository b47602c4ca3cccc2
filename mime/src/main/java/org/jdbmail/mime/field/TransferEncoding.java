package org.jdbmail.mime.field;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the body of a part is encoded (RFC 2045 §6). */
public enum TransferEncoding {
    /** 7bit, 8bit, binary, or something unknown: the bytes are taken as they are. */
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE;

    /** The token of a Content-Transfer-Encoding field as it is written; null if it has none. */
    public static @Nullable String name(@Nullable FieldValue value) {
        if (value == null) {
            return null;
        }
        String token = new FieldReader(value).skipSpace().token();
        return token.isEmpty() ? null : token;
    }

    /** Whether a name is one of RFC 2045's, or missing. */
    public static boolean isKnown(@Nullable String name) {
        return name == null
                || switch (name.toLowerCase(Locale.ROOT)) {
                    case "7bit", "8bit", "binary", "base64", "quoted-printable" -> true;
                    default -> false;
                };
    }

    public static TransferEncoding of(@Nullable String name) {
        if (name == null) {
            return IDENTITY;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "base64" -> BASE64;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            default -> IDENTITY;
        };
    }
}
