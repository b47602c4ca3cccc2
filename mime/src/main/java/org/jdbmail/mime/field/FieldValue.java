package org.jdbmail.mime.field;

import java.nio.charset.StandardCharsets;
import org.jdbmail.mime.bytes.ArrayBytes;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.Folding;

/**
 * What stands after the colon of a header field, as it was stored: folded, undecoded, with its last line end. The bytes
 * stay in the array that they were found in.
 *
 * @param array holds the value
 * @param from index of its first byte
 * @param to index after its last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a view on bytes that are never changed; values aren't compared
public record FieldValue(byte[] array, int from, int to) {

    /** From this size on a message is not kept in memory for the sake of a few of its fields. */
    private static final int LARGE = 1 << 20;

    /** The value between two offsets of a message; in place if the message is one array, and not a large one. */
    public static FieldValue of(MessageBytes message, int from, int to) {
        if (message instanceof ArrayBytes whole && whole.size() < LARGE) {
            return new FieldValue(whole.array(), from, to);
        }
        return new FieldValue(message.slice(from, to), 0, to - from);
    }

    /**
     * The value on one line, without the white space around it, each byte as the character of the same number
     * (ISO-8859-1), so that no byte is lost. RFC 5322 §2.2.3: unfolding removes only the line ends; one that isn't
     * followed by white space becomes a space.
     */
    public String unfolded() {
        int start = start();
        int end = end(start);
        for (int i = start; i < end; i++) {
            if (array[i] == '\n' || array[i] == '\r') {
                return withoutLineEnds(start, end);
            }
        }
        return new String(array, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Where the value begins, behind white space. */
    private int start() {
        int start = from;
        while (start < to && isSpace(array[start])) {
            start++;
        }
        return start;
    }

    /** Where it ends, before white space. */
    private int end(int start) {
        int end = to;
        while (end > start && isSpace(array[end - 1])) {
            end--;
        }
        return end;
    }

    private String withoutLineEnds(int start, int end) {
        byte[] text = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = array[i];
            if (b != '\r' && b != '\n') {
                text[length++] = b;
            } else if (!isSpace(array[i + 1])) {
                // The last byte is no line end, so that there is a next one.
                text[length++] = ' ';
            }
        }
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /**
     * The value as {@link HeaderText#decode} and {@link Folding#foldHeader} would make it, where that is plain: ASCII without
     * encoded words.
     *
     * @param into at least as long as the value
     * @return how many bytes were written; -1 if it is not plain
     */
    public int plain(byte[] into) {
        int start = start();
        int end = end(start);
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = array[i];
            if (b <= 0 || b == '?' && i > start && array[i - 1] == '=') {
                return -1;
            }
            if (b > ' ') {
                into[length++] = (byte) (b >= 'A' && b <= 'Z' ? b | 0x20 : b);
            } else if (b == '\r' || b == '\n') {
                // The last byte is no line end, so that there is a next one.
                if (!isSpace(array[i + 1]) && into[length - 1] != ' ') {
                    into[length++] = ' ';
                }
            } else if (b != ' ' && b != '\t') {
                into[length++] = b;
            } else if (into[length - 1] != ' ') {
                into[length++] = ' ';
            }
        }
        return length;
    }

    public static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
