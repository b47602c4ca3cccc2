package org.jdbmail.mime.field;

import org.jdbmail.mime.MimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a part (RFC 2045 §5), as its header has it.
 *
 * @param type type in the header's case, a string of bytes (ISO-8859-1)
 * @param subtype subtype in the header's case
 * @param parameters what follows
 */
public record ContentType(String type, String subtype, Parameters parameters) {
    /** RFC 2045 §5.2: what a part is that doesn't say, or says it in a way that can't be read. */
    public static final ContentType TEXT_PLAIN = new ContentType("text", "plain", Parameters.NONE);

    /** RFC 2046 §5.1.5: what a part of a digest is that doesn't say. */
    public static final ContentType MESSAGE = new ContentType("message", "rfc822", Parameters.NONE);

    public static ContentType parse(@Nullable FieldValue value, ContentType otherwise) {
        if (value == null) {
            return otherwise;
        }
        FieldReader in = new FieldReader(value);
        String type = in.skipSpace().token();
        if (type.isEmpty() || !in.skipSpace().take('/')) {
            return TEXT_PLAIN;
        }
        String subtype = in.skipSpace().token();
        return subtype.isEmpty() ? TEXT_PLAIN : new ContentType(type, subtype, Parameters.read(in));
    }

    /** Whether this is that type, whatever its subtype. */
    public boolean is(String wanted) {
        return type.equalsIgnoreCase(wanted);
    }

    /** Whether this is that type and subtype. */
    public boolean is(String wanted, String wantedSubtype) {
        return type.equalsIgnoreCase(wanted) && subtype.equalsIgnoreCase(wantedSubtype);
    }

    /** Whether a part of this type holds a message. RFC 9051 §9 gives message/global the same structure. */
    public boolean isMessage() {
        return is("message", "rfc822") || is("message", "global");
    }

    /**
     * The boundary of a multipart that can have parts: none that is longer than {@link MimeLimits#BOUNDARY}. RFC 2046 §5.1.1: it
     * doesn't end in white space.
     */
    public @Nullable String boundary() {
        if (!is("multipart")) {
            return null;
        }
        String boundary = parameters.get("boundary");
        if (boundary == null) {
            return null;
        }
        String trimmed = boundary.stripTrailing();
        return trimmed.isEmpty() || trimmed.length() > MimeLimits.BOUNDARY ? null : trimmed;
    }
}
