package org.jdbmail.mime.structure;

import java.nio.charset.StandardCharsets;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.bytes.Window;

/**
 * Walks over the fields of one header block: {@link #next} moves to the next one, whose offsets the other methods tell.
 * A line that is no field (a leading mbox "From " line, garbage) is a field with an empty name, so that every byte of
 * the block before the blank line belongs to one field.
 */
final class HeaderCursor {
    private final Window window;
    private final int end;
    private int start;
    private int nameEnd;
    private int valueStart;
    private int next;

    /** A cursor before the first field of the header block between two offsets. */
    HeaderCursor(Window window, int start, int end) {
        this.window = window;
        this.end = end;
        this.start = start;
        this.nameEnd = start;
        this.valueStart = start;
        this.next = start;
    }

    /** Goes to the next field, if there is one before the blank line or the end. */
    boolean next() {
        start = next;
        if (start >= end) {
            return false;
        }
        window.ensure(start, MimeLimits.FIELD_NAME + 2);
        if (isBlank(window, start, end)) {
            return false;
        }
        readName();
        next = Math.min(end, window.nextLine(valueStart));
        while (next < end) {
            window.ensure(next, 1);
            byte first = window.at(next);
            if (first != ' ' && first != '\t') {
                break;
            }
            next = Math.min(end, window.nextLine(next));
        }
        return true;
    }

    private void readName() {
        int limit = Math.min(end, start + MimeLimits.FIELD_NAME);
        int i = start;
        while (i < limit && isNameByte(window.at(i))) {
            i++;
        }
        nameEnd = i;
        // RFC 5322 §4.5.3: white space before the colon is obsolete, but was allowed.
        while (i < limit && (window.at(i) == ' ' || window.at(i) == '\t')) {
            i++;
        }
        if (i < limit && window.at(i) == ':' && nameEnd > start) {
            valueStart = i + 1;
        } else {
            nameEnd = start;
            valueStart = start;
        }
    }

    /** Whether a line at an offset is empty; the window must cover its first two bytes. */
    static boolean isBlank(Window window, int start, int end) {
        byte first = window.at(start);
        return first == '\n' || (first == '\r' && start + 1 < end && window.at(start + 1) == '\n');
    }

    private static boolean isNameByte(byte b) {
        return b > ' ' && b != ':' && b != 0x7f;
    }

    /** Offset of the field's first byte. */
    int start() {
        return start;
    }

    /** The field's name as it is written; empty for a line that is no field. */
    String name() {
        int length = nameEnd - start;
        if (length == 0) {
            return "";
        }
        window.ensure(start, length);
        return new String(window.array(), window.index(start), length, StandardCharsets.ISO_8859_1);
    }

    /** Whether the field has that name, whatever its case. */
    boolean isNamed(String wanted) {
        // Most fields have names of another length: a look at them costs no string.
        return nameEnd - start == wanted.length() && name().equalsIgnoreCase(wanted);
    }

    /** Offset after the field's name; equal to {@link #start} for a line that is no field. */
    int nameEnd() {
        return nameEnd;
    }

    /** Offset after the colon. */
    int valueStart() {
        return valueStart;
    }

    /** Offset after the field and its last line end. */
    int end() {
        return next;
    }
}
