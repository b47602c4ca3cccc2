package org.jdbmail.core.mime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the BODYSTRUCTURE and the BODY of a message (RFC 3501 §7.4.2) as they go over the wire.
 *
 * <p>Where a message isn't what the grammar can say, this says what Dovecot says: a multipart without parts gets one
 * empty text/plain, and a part that {@link MimeLimits} left unread is application/octet-stream. An encoded
 * message/rfc822, which RFC 2046 §5.2.1 forbids, has an envelope of NILs and an empty text.
 */
public final class BodyStructure {
    private static final String EMPTY_TEXT = "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0";

    private final ImapBytes out;
    private final boolean extended;

    private BodyStructure(ImapBytes out, boolean extended) {
        this.out = out;
        this.extended = extended;
    }

    /** The BODYSTRUCTURE of a message, with its parentheses and its extension data. */
    public static byte[] extended(MimePart message) {
        return of(message, true);
    }

    /** The BODY of a message: the same without extension data. */
    public static byte[] basic(MimePart message) {
        return of(message, false);
    }

    /**
     * The BODY of a message whose BODYSTRUCTURE {@link #extended} wrote.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    public static byte[] basicOf(byte[] bodyStructure) {
        return new BasicStructure(bodyStructure).convert();
    }

    private static byte[] of(MimePart message, boolean extended) {
        ImapBytes out = new ImapBytes();
        new BodyStructure(out, extended).part(message);
        return out.toBytes();
    }

    /** Recursive, but no deeper than {@link MimeLimits#DEPTH}. */
    private void part(MimePart part) {
        out.raw('(');
        if (part.kind() == MimePart.Kind.MULTIPART) {
            multipart(part);
        } else {
            single(part);
        }
        out.raw(')');
    }

    private void multipart(MimePart part) {
        if (part.children().isEmpty()) {
            out.raw(EMPTY_TEXT).raw(extended ? " NIL NIL NIL NIL)" : ")");
        }
        for (MimePart child : part.children()) {
            part(child);
        }
        out.raw(' ').string(part.contentType().subtype());
        if (extended) {
            parameters(part.contentType().parameters(), false);
            dispositionAndMore(part.header());
        }
    }

    private void single(MimePart part) {
        ContentType type = part.contentType();
        if (part.truncated()) {
            out.raw("\"application\" \"octet-stream\"");
        } else {
            out.string(type.type()).raw(' ').string(type.subtype());
        }
        boolean text = type.is("text");
        parameters(type.parameters(), text);
        HeaderIndex header = part.header();
        field(header, KnownField.CONTENT_ID);
        field(header, KnownField.CONTENT_DESCRIPTION);
        String encoding = part.encodingName();
        out.raw(' ').string(encoding == null ? "7bit" : encoding);
        out.raw(' ').number(part.bodySize());
        if (part.kind() == MimePart.Kind.MESSAGE) {
            Envelope.write(part.embedded().header(), out.raw(' '));
            out.raw(' ');
            part(part.embedded());
        } else if (type.isMessage() && !part.truncated()) {
            Envelope.write(HeaderIndex.EMPTY, out.raw(' '));
            out.raw(' ').raw(EMPTY_TEXT).raw(extended ? " NIL NIL NIL NIL)" : ")");
        }
        if (text || (type.isMessage() && !part.truncated())) {
            out.raw(' ').number(part.bodyLines());
        }
        if (extended) {
            field(header, KnownField.CONTENT_MD5);
            dispositionAndMore(header);
        }
    }

    /** A text without a charset is told to be US-ASCII (RFC 2045 §5.2), which clients need not guess then. */
    private void parameters(Parameters parameters, boolean text) {
        boolean addCharset = text && parameters.get("charset") == null;
        List<Parameters.Parameter> list = parameters.list();
        if (list.isEmpty() && !addCharset) {
            out.raw(" NIL");
            return;
        }
        char before = '(';
        out.raw(' ');
        for (Parameters.Parameter parameter : list) {
            out.raw(before).string(parameter.name()).raw(' ').string(parameter.value());
            before = ' ';
        }
        if (addCharset) {
            out.raw(before).raw("\"charset\" \"us-ascii\"");
        }
        out.raw(')');
    }

    private void field(HeaderIndex header, KnownField field) {
        FieldValue value = header.first(field);
        String text = value == null ? null : value.unfolded();
        out.raw(' ').nstring(text == null || text.isEmpty() ? null : text);
    }

    private void dispositionAndMore(HeaderIndex header) {
        disposition(header.first(KnownField.CONTENT_DISPOSITION));
        languages(header.first(KnownField.CONTENT_LANGUAGE));
        field(header, KnownField.CONTENT_LOCATION);
    }

    /** RFC 2183 §2. */
    private void disposition(@Nullable FieldValue value) {
        FieldReader in = value == null ? null : new FieldReader(value);
        String disposition = in == null ? "" : in.skipSpace().token();
        if (in == null || disposition.isEmpty()) {
            out.raw(" NIL");
            return;
        }
        out.raw(" (").string(disposition);
        parameters(Parameters.read(in), false);
        out.raw(')');
    }

    /** RFC 3282 §2: tags with commas between them. */
    private void languages(@Nullable FieldValue value) {
        if (value == null) {
            out.raw(" NIL");
            return;
        }
        FieldReader in = new FieldReader(value);
        char before = '(';
        while (in.skipSpace().peek() != FieldReader.END) {
            String tag = in.token();
            if (tag.isEmpty()) {
                in.skip();
                continue;
            }
            out.raw(before == '(' ? " " : "").raw(before).string(tag);
            before = ' ';
        }
        out.raw(before == '(' ? " NIL" : ")");
    }
}
