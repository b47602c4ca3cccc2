package org.jdbmail.mime.structure;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.bytes.Window;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a section specification means (RFC 3501 §6.4.5). A part that isn't there is an empty section, as with
 * Dovecot, since the message may be other than the client thought.
 */
public final class Sections {
    private static final byte[] BLANK_LINE = {'\r', '\n'};
    private static final byte[] LINE_END_AND_BLANK_LINE = {'\r', '\n', '\r', '\n'};

    /** What of a part is wanted. */
    public enum What {
        /** The body of a part, or the whole message if no part is named. */
        ALL,
        /** The header of the message, or of a message in a part. */
        HEADER,
        /** Its fields with some names. */
        FIELDS,
        /** Its fields with other names, and what is no field. */
        FIELDS_NOT,
        /** The body of the message, or of a message in a part. */
        TEXT,
        /** The header of a part. */
        MIME
    }

    private Sections() {}

    /**
     * The content of a section.
     *
     * @param root the message's structure
     * @param numbers of the part, from the outside in; none for the message itself
     * @param fields names of header fields, for the two that want them
     */
    public static SectionContent find(
            MessageBytes message, MimePart root, int[] numbers, What what, List<String> fields) {
        SectionContent content = new SectionContent(message);
        MimePart part = numbers.length == 0 ? root : part(root, numbers);
        if (part == null) {
            return content;
        }
        MimePart inner = numbers.length == 0 ? root : part.kind() == MimePart.Kind.MESSAGE ? part.embedded() : null;
        return switch (what) {
            case ALL ->
                numbers.length == 0 ? content.add(0, message.size()) : content.add(part.bodyStart(), part.bodyEnd());
            case MIME -> content.add(part.headerStart(), part.headerEnd());
            case HEADER -> inner == null ? content : content.add(inner.headerStart(), inner.headerEnd());
            case TEXT -> inner == null ? content : content.add(inner.bodyStart(), inner.bodyEnd());
            case FIELDS -> inner == null ? content : fields(message, inner, names(fields), true, content);
            case FIELDS_NOT -> inner == null ? content : fields(message, inner, names(fields), false, content);
        };
    }

    /**
     * The part of these numbers; null if there is none. RFC 3501 §6.4.5: a message that isn't a multipart has a part 1,
     * its body, and the numbers of a message/rfc822 part go on with those of the message inside.
     */
    public static @Nullable MimePart part(MimePart root, int[] numbers) {
        MimePart part = root;
        boolean isMessage = true;
        for (int number : numbers) {
            if (!isMessage && part.kind() == MimePart.Kind.MESSAGE) {
                part = part.embedded();
                isMessage = true;
            }
            if (part.kind() == MimePart.Kind.MULTIPART) {
                if (number < 1 || number > part.children().size()) {
                    return null;
                }
                part = part.children().get(number - 1);
            } else if (number != 1 || !isMessage) {
                return null;
            }
            isMessage = false;
        }
        return part;
    }

    private static Set<String> names(List<String> fields) {
        Set<String> names = new HashSet<>();
        fields.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /** The fields exactly as they are stored, in their order, and a blank line after them. */
    private static SectionContent fields(
            MessageBytes message, MimePart part, Set<String> names, boolean wanted, SectionContent content) {
        Window window = new Window(message);
        HeaderCursor cursor = new HeaderCursor(window, part.headerStart(), part.headerEnd());
        while (cursor.next()) {
            if (names.contains(cursor.name().toLowerCase(Locale.ROOT)) == wanted) {
                content.add(cursor.start(), cursor.end());
            }
        }
        // The last field of a header without a blank line may have no line end of its own.
        int end = content.end();
        boolean open = end > 0 && message.slice(end - 1, end)[0] != '\n';
        return content.tail(open ? LINE_END_AND_BLANK_LINE : BLANK_LINE);
    }
}
