package org.jdbmail.mime.structure;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
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

    private static List<HeaderField> list(MessageBytes message, int start, int end, @Nullable String wanted) {
        List<HeaderField> fields = new ArrayList<>();
        HeaderCursor cursor = cursor(new Window(message), start, end);
        while (cursor.next() && fields.size() < MimeLimits.FIELDS) {
            if (wanted == null || cursor.isNamed(wanted)) {
                fields.add(of(message, cursor));
            }
        }
        return fields;
    }

    /**
     * Gives the fields at the start of a message that have one of some names to a taker, until that wants no more.
     *
     * @param names as {@link #key} makes them
     * @param taker true to go on
     * @return false if it did not go on
     */
    public static boolean each(MessageBytes message, Set<String> names, Predicate<HeaderField> taker) {
        // Most fields have names of another length: a look at them costs no string.
        long lengths = 0;
        for (String name : names) {
            lengths |= 1L << Math.min(63, name.length());
        }
        HeaderCursor cursor = cursor(new Window(message), 0, message.size());
        for (int left = MimeLimits.FIELDS; left > 0 && cursor.next(); ) {
            boolean mayBe = (lengths >>> Math.min(63, cursor.nameEnd() - cursor.start()) & 1) != 0;
            if (mayBe && names.contains(key(cursor.name()))) {
                left--;
                if (!taker.test(of(message, cursor))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Gives the fields of a part's header block to a taker, until that wants no more.
     *
     * @param window over the message; one for all its parts spares each of them an own one
     * @param taker true to go on
     * @return false if it did not go on
     */
    public static boolean each(MessageBytes message, Window window, MimePart part, Predicate<HeaderField> taker) {
        HeaderCursor cursor = cursor(window, part.headerStart(), part.headerEnd());
        for (int left = MimeLimits.FIELDS; left > 0 && cursor.next(); left--) {
            if (!taker.test(of(message, cursor))) {
                return false;
            }
        }
        return true;
    }

    private static HeaderCursor cursor(Window window, int start, int end) {
        return new HeaderCursor(window, start, (int) Math.min(end, start + (long) MimeLimits.HEADER_BYTES));
    }

    private static HeaderField of(MessageBytes message, HeaderCursor cursor) {
        return new HeaderField(cursor.name(), FieldValue.of(message, cursor.valueStart(), cursor.end()));
    }

    /** A name of a field in the form in which names are compared. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
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
