package org.jdbmail.mime.structure;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.bytes.Window;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.field.MailDate;
import org.jspecify.annotations.Nullable;

/**
 * One field of a header block.
 *
 * @param name as it is written; empty for a line that is no field
 * @param value what stands after the colon, as it is stored
 */
public record HeaderField(String name, FieldValue value) {
    /**
     * The fields at the start of a message, or of the bytes of a header block alone. {@link MimeLimits} bounds how much
     * of a very large block is looked at.
     */
    public static List<HeaderField> list(MessageBytes message) {
        return list(message, 0, message.size(), null);
    }

    /** Those of them that have this name, in whatever case. */
    public static List<HeaderField> named(MessageBytes message, String name) {
        return list(message, 0, message.size(), name);
    }

    /** The fields of a part's header block. */
    public static List<HeaderField> list(MessageBytes message, MimePart part) {
        return list(message, part.headerStart(), part.headerEnd(), null);
    }

    private static List<HeaderField> list(MessageBytes message, int start, int end, @Nullable String wanted) {
        List<HeaderField> fields = new ArrayList<>();
        HeaderCursor cursor = new HeaderCursor(
                new Window(message), start, (int) Math.min(end, start + (long) MimeLimits.HEADER_BYTES));
        while (cursor.next() && fields.size() < MimeLimits.FIELDS) {
            if (wanted == null || cursor.isNamed(wanted)) {
                fields.add(new HeaderField(cursor.name(), FieldValue.of(message, cursor.valueStart(), cursor.end())));
            }
        }
        return fields;
    }

    /** Whether this is the field of that name, whatever its case. */
    public boolean is(String wanted) {
        return name.equalsIgnoreCase(wanted);
    }

    /** The value as unstructured text: unfolded and decoded (RFC 2047, RFC 6532). */
    public String text() {
        return HeaderText.decode(value);
    }

    /** The value as a list of addresses. */
    public List<MailAddress> addresses() {
        return AddressParser.parse(List.of(value));
    }

    /** The value as a date; null if there is none in it. */
    public @Nullable OffsetDateTime date() {
        return MailDate.parse(value);
    }
}
