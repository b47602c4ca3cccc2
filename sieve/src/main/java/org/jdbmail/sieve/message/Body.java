package org.jdbmail.sieve.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.MailCharsets;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.TransferEncoding;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.text.PartContent;

/** What can be read in a message's body (RFC 5173 §5): all of it, its parts, or the text in it. */
public final class Body {
    /** Bytes of one part that are looked at. */
    public static final int MOST = 8 << 20;

    private final MessageBytes source;
    private final MimePart root;

    /** Of a message. */
    public Body(Mail mail) {
        Mail settled = mail.settled();
        this.source = settled.source();
        this.root = settled.root();
    }

    /** RFC 5173 §4: a message without a blank line has no body. */
    private boolean isMissing() {
        int end = root.headerEnd();
        if (end < source.size()) {
            return false;
        }
        byte[] last = source.slice(Math.max(0, end - 4), end);
        String text = new String(last, StandardCharsets.ISO_8859_1);
        return !text.endsWith("\n\r\n") && !text.endsWith("\n\n") && !text.equals("\r\n") && !text.equals("\n");
    }

    /** RFC 5173 §5.1: the whole body as it is. */
    public List<String> raw() {
        if (isMissing()) {
            return List.of();
        }
        int end = (int) Math.min(source.size(), root.bodyStart() + (long) MOST);
        return List.of(utf8(source.slice(root.bodyStart(), end)));
    }

    /** RFC 5173 §5.2: the parts of some types. */
    public List<String> ofTypes(List<String> types) {
        List<String> found = new ArrayList<>();
        if (!isMissing()) {
            addContent(root, types, found);
        }
        return found;
    }

    private void addContent(MimePart part, List<String> types, List<String> found) {
        if (types.stream().anyMatch(type -> is(part, type))) {
            switch (part.kind()) {
                case LEAF -> found.add(text(part));
                case MULTIPART -> addAround(part, found);
                case MESSAGE ->
                    found.add(withoutBlankLine(utf8(source.slice(
                            part.embedded().headerStart(), part.embedded().headerEnd()))));
            }
        }
        for (MimePart child : part.children()) {
            addContent(child, types, found);
        }
    }

    private static String withoutBlankLine(String header) {
        return header.endsWith("\r\n\r\n") ? header.substring(0, header.length() - 2) : header;
    }

    /** What stands before the first and after the last part of a multipart. */
    private void addAround(MimePart part, List<String> found) {
        int end = part.preambleEnd() < 0 ? part.bodyEnd() : part.preambleEnd();
        found.add(utf8(source.slice(part.bodyStart(), Math.min(end, part.bodyStart() + MOST))));
        if (part.epilogueStart() >= 0) {
            found.add(utf8(source.slice(part.epilogueStart(), Math.min(part.bodyEnd(), part.epilogueStart() + MOST))));
        }
    }

    private static boolean is(MimePart part, String type) {
        if (isNoType(part)) {
            return false;
        }
        int slash = type.indexOf('/');
        if (type.isEmpty()) {
            return true;
        }
        if (slash < 0) {
            return isUnreadable(part)
                    ? type.equalsIgnoreCase("application")
                    : part.contentType().is(type);
        }
        boolean one = slash > 0 && slash == type.lastIndexOf('/') && slash < type.length() - 1;
        return isUnreadable(part)
                ? type.equalsIgnoreCase("application/octet-stream")
                : one && part.contentType().is(type.substring(0, slash), type.substring(slash + 1));
    }

    /** RFC 2045 §6.4: what is encoded in a way that nobody knows is but bytes, whatever type it has. */
    private static boolean isUnreadable(MimePart part) {
        return part.kind() == MimePart.Kind.LEAF && !TransferEncoding.isKnown(part.encodingName());
    }

    /** Whether a part has a type that is none, like text/plain/x. */
    private static boolean isNoType(MimePart part) {
        FieldValue value = part.header().first(KnownField.CONTENT_TYPE);
        if (value == null) {
            return false;
        }
        String text = value.unfolded();
        int end = text.indexOf(';');
        String type = end < 0 ? text : text.substring(0, end);
        return type.indexOf('/') != type.lastIndexOf('/');
    }

    /** RFC 5173 §5.3: the text of all parts that have any, without the marks of HTML. */
    public List<String> texts() {
        List<String> found = new ArrayList<>();
        if (!isMissing()) {
            addTexts(root, found);
        }
        return found;
    }

    private void addTexts(MimePart part, List<String> found) {
        String subtype = part.contentType().subtype().toLowerCase(Locale.ROOT);
        boolean html = subtype.equals("html") || subtype.equals("xhtml+xml");
        if (part.kind() == MimePart.Kind.LEAF
                && !isNoType(part)
                && !isUnreadable(part)
                && (part.contentType().is("text") || part.contentType().is("application", "xhtml+xml"))) {
            String text = text(part);
            found.add(html ? Html.text(text) : text);
        }
        for (MimePart child : part.children()) {
            addTexts(child, found);
        }
    }

    private String text(MimePart part) {
        return PartContent.text(source, part, MOST);
    }

    /** The text of one part, of so many bytes; of HTML without its marks. */
    public static String readable(MessageBytes source, MimePart part, int limit) {
        String text = PartContent.text(source, part, limit);
        return part.contentType().is("text", "html") ? Html.text(text) : text;
    }

    private static String utf8(byte[] bytes) {
        return MailCharsets.decode(bytes, 0, bytes.length, null);
    }
}
