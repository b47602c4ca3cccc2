package org.jdbmail.authenticity.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * The fields at the top of a message.
 *
 * @param fields from top to bottom
 * @param body the offset of the body
 * @param isWhole whether all fields are there: not so where there are more, or more octets of them, than any message has
 */
public record HeaderBlock(List<RawField> fields, int body, boolean isWhole) {
    /** Copies the list. */
    public HeaderBlock {
        fields = List.copyOf(fields);
    }

    /** Reads those of a message. */
    public static HeaderBlock of(MessageBytes message) {
        int length = Math.min(message.size(), MimeLimits.HEADER_BYTES);
        String top = new String(message.slice(0, length), StandardCharsets.ISO_8859_1);
        List<RawField> fields = new ArrayList<>();
        int at = 0;
        while (at < length && fields.size() < MimeLimits.FIELDS) {
            int end = endOfLine(top, at);
            if (isBlank(top, at, end)) {
                return new HeaderBlock(fields, end, true);
            }
            while (end < length && (top.charAt(end) == ' ' || top.charAt(end) == '\t')) {
                end = endOfLine(top, end);
            }
            fields.add(RawField.of(top.substring(at, withoutLineEnd(top, at, end))));
            at = end;
        }
        // A message may end with its last field.
        return new HeaderBlock(fields, at, at == message.size());
    }

    private static int endOfLine(String text, int from) {
        int feed = text.indexOf('\n', from);
        return feed < 0 ? text.length() : feed + 1;
    }

    private static boolean isBlank(String text, int from, int end) {
        return withoutLineEnd(text, from, end) == from && end > from;
    }

    private static int withoutLineEnd(String text, int from, int end) {
        int last = end;
        if (last > from && text.charAt(last - 1) == '\n') {
            last--;
            if (last > from && text.charAt(last - 1) == '\r') {
                last--;
            }
        }
        return last;
    }

    /**
     * The header of the message with these fields in place of those that were read: each ended by CRLF, and the line without anything behind them only where all were read, since others
     * follow where not.
     */
    public byte[] with(List<RawField> others) {
        StringBuilder header = new StringBuilder();
        others.forEach(each -> header.append(each.text()).append("\r\n"));
        return (isWhole ? header.append("\r\n") : header).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Those of a name, from top to bottom. */
    public List<RawField> named(String name) {
        return fields.stream().filter(each -> each.is(name)).toList();
    }

    /** The same message with a field put on top of it. */
    public HeaderBlock under(RawField field) {
        List<RawField> all = new ArrayList<>(fields.size() + 1);
        all.add(field);
        all.addAll(fields);
        return new HeaderBlock(all, body, isWhole);
    }
}
