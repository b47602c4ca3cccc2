package org.jdbmail.mime.text;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.Folding;
import org.jdbmail.mime.field.AddressText;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.structure.HeaderField;
import org.jdbmail.mime.structure.MimePart;

/**
 * Answers IMAP's SEARCH for a text in a message (RFC 3501 §6.4.4): substrings, in decoded text, whatever the case (see
 * {@link Folding}). One searcher looks for one text, in any number of messages; it is for one thread.
 *
 * <ul>
 *   <li>HEADER looks at one field after the other, unfolded and decoded; in address fields also at the addresses without
 *       comments and quotes. White space counts as one space each.
 *   <li>BODY looks at the text/* parts, at the message/* parts that aren't looked into, at multiparts without parts, and
 *       at the headers of messages inside; undone from their transfer encoding and charset. Other parts aren't searched.
 *   <li>TEXT looks at the message's header, too, and at those of all parts, where the names of attachments are.
 * </ul>
 */
public final class MessageSearcher {
    private static final Set<String> ADDRESS_FIELDS = addressFields();

    private final TextMatcher matcher;
    private final TextMatcher headerMatcher;
    /** Whether the text is nothing but ASCII letters and digits. */
    private final boolean isWord;

    private byte[] plain = new byte[256];

    /** A searcher for a text, as the client wrote it, in Unicode. */
    public MessageSearcher(String text) {
        this.matcher = new TextMatcher(Folding.fold(text));
        String folded = Folding.foldHeader(text);
        this.headerMatcher = new TextMatcher(folded);
        this.isWord = folded.chars().allMatch(MessageSearcher::isWordByte);
    }

    private static Set<String> addressFields() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of("From", "Sender", "Reply-To", "To", "Cc", "Bcc"));
        names.addAll(List.of("Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Bcc"));
        return names;
    }

    /**
     * Whether a field of that name holds the text; for an empty text, whether there is such a field.
     *
     * @param fields of the message with that name, from {@link HeaderField#named}
     */
    public boolean header(List<HeaderField> fields) {
        for (HeaderField field : fields) {
            if (in("", field)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the message's body holds the text. */
    public boolean body(MessageBytes message, MimePart root) {
        return in(message, root, false);
    }

    /** Whether the message's header or body holds the text. */
    public boolean text(MessageBytes message, MimePart root) {
        return in(message, root, true);
    }

    /** Whether the text is in the field with its name before it, or in the addresses that the field means. */
    private boolean in(String before, HeaderField field) {
        FieldValue value = field.value();
        if (plain.length < value.to() - value.from()) {
            plain = new byte[2 * (value.to() - value.from())];
        }
        int length = value.plain(plain);
        headerMatcher.restart();
        if (headerMatcher.find(Folding.foldHeader(before))) {
            return true;
        }
        boolean found = length < 0
                ? headerMatcher.find(Folding.foldHeader(field.text()))
                : headerMatcher.findAscii(plain, 0, length);
        return found || mayDiffer(length) && inAddresses(field);
    }

    /**
     * Whether the addresses of a field may hold the text although the field does not. A word of letters and digits is in
     * both, unless something was taken out of the midst of it: a comment, a quotation mark, a backslash.
     *
     * @param length of the {@link #plain} value of the field; -1 if it is not plain
     */
    private boolean mayDiffer(int length) {
        if (length < 0 || !isWord) {
            return true;
        }
        for (int i = 0; i < length; i++) {
            byte b = plain[i];
            boolean inside = i > 0 && i + 1 < length && isWordByte(plain[i - 1]) && isWordByte(plain[i + 1]);
            if (b == '(' || b == '\\' || b == '"' && inside) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordByte(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private boolean inAddresses(HeaderField field) {
        if (!ADDRESS_FIELDS.contains(field.name())) {
            return false;
        }
        headerMatcher.restart();
        return headerMatcher.find(Folding.foldHeader(AddressText.of(field.addresses(), MimeLimits.HEADER_BYTES)));
    }

    private boolean inHeader(MessageBytes message, MimePart part) {
        for (HeaderField field : HeaderField.list(message, part)) {
            if (in(field.name().isEmpty() ? "" : field.name() + ": ", field)) {
                return true;
            }
        }
        return false;
    }

    /** Recursive, but no deeper than {@link MimeLimits#DEPTH}. */
    private boolean in(MessageBytes message, MimePart part, boolean allHeaders) {
        MimePart parent = part.parent();
        boolean isMessageInside = parent != null && parent.kind() == MimePart.Kind.MESSAGE;
        if ((allHeaders || isMessageInside) && inHeader(message, part)) {
            return true;
        }
        for (MimePart child : part.children()) {
            if (in(message, child, allHeaders)) {
                return true;
            }
        }
        return part.children().isEmpty() && isText(part) && PartText.find(message, part, matcher);
    }

    private static boolean isText(MimePart part) {
        return part.kind() == MimePart.Kind.MULTIPART
                || part.contentType().is("text")
                || part.contentType().is("message");
    }
}
