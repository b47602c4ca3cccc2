package org.jdbmail.mime.listing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.field.ContentType;
import org.jdbmail.mime.field.FieldReader;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.Parameters;
import org.jdbmail.mime.structure.HeaderIndex;
import org.jdbmail.mime.structure.MimePart;
import org.jspecify.annotations.Nullable;

/**
 * Writes the BODYSTRUCTURE and the BODY of a message (RFC 3501 §7.4.2) as they go over the wire.
 *
 * <p>Where a message isn't what the grammar can say, this says what Dovecot says: a multipart without parts gets one
 * empty text/plain, and a part that {@link MimeLimits} left unread is application/octet-stream. An encoded
 * message/rfc822, which RFC 2046 §5.2.1 forbids, has an envelope of NILs and an empty text.
 *
 * <p>A structure of more than {@value #LONGEST} bytes, which only a message made for the purpose has, is written without
 * everything that may be missing, so that it still fits into a row and its parts keep their numbers.
 */
public final class BodyStructure {
    private static final String EMPTY_TEXT = "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0";

    /** With the quotation marks, which have the bit that tells upper from lower case. */
    private static final byte[] GLOBAL = "\"global\"".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST = 2 << 20;

    /** Longer names of types and encodings are left out of a bare structure. */
    private static final int LONGEST_BARE_NAME = 40;

    private final ListingWriter out = new ListingWriter();
    private final boolean extended;
    /** Whether what may be missing is left out. */
    private final boolean bare;

    private BodyStructure(boolean extended, boolean bare) {
        this.extended = extended;
        this.bare = bare;
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
     * Another form of a BODYSTRUCTURE that {@link #extended} wrote.
     *
     * @param extensions whether with extension data; without it, it is the BODY of the message
     * @param global whether message/global parts have what message/rfc822 parts have, as IMAP4rev2 wants it (RFC 9051 §7.5.2)
     *     and a strict client of IMAP4rev1 can't read
     * @throws IllegalArgumentException if it isn't one
     */
    public static byte[] form(byte[] bodyStructure, boolean extensions, boolean global) {
        boolean asItIs = extensions && (global || !mayHaveGlobal(bodyStructure));
        return asItIs ? bodyStructure : new StructureForm(bodyStructure, extensions, global).convert();
    }

    private static boolean mayHaveGlobal(byte[] structure) {
        for (int i = 0; i + GLOBAL.length <= structure.length; i++) {
            if (structure[i] == '"' && isGlobal(structure, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGlobal(byte[] structure, int at) {
        for (int i = 0; i < GLOBAL.length; i++) {
            if ((structure[at + i] | 0x20) != GLOBAL[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] of(MimePart message, boolean extended) {
        BodyStructure full = new BodyStructure(extended, false);
        full.part(message);
        if (full.out.length() <= LONGEST) {
            return full.out.toBytes();
        }
        BodyStructure bare = new BodyStructure(extended, true);
        bare.part(message);
        return bare.out.toBytes();
    }

    /** Recursive, but no deeper than {@link MimeLimits#DEPTH}. */
    private void part(MimePart part) {
        if (!bare && out.length() > LONGEST) {
            return;
        }
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
        out.raw(' ').string(name(part.contentType().subtype(), "mixed"));
        if (extended) {
            parameters(part.contentType().parameters(), false);
            dispositionAndMore(part.header());
        }
    }

    private void single(MimePart part) {
        ContentType type = part.contentType();
        boolean text = type.is("text");
        if (part.truncated() || (bare && type.type().length() > LONGEST_BARE_NAME)) {
            out.raw("\"application\" \"octet-stream\"");
        } else {
            out.string(type.type()).raw(' ').string(name(type.subtype(), "x-unknown"));
        }
        parameters(type.parameters(), text);
        HeaderIndex header = part.header();
        field(header, KnownField.CONTENT_ID);
        field(header, KnownField.CONTENT_DESCRIPTION);
        String encoding = part.encodingName();
        out.raw(' ').string(encoding == null ? "7bit" : name(encoding, "binary"));
        out.raw(' ').number(part.bodySize());
        if (part.kind() == MimePart.Kind.MESSAGE) {
            ImapEnvelope.write(bare ? HeaderIndex.EMPTY : part.embedded().header(), out.raw(' '));
            out.raw(' ');
            part(part.embedded());
        } else if (type.isMessage() && !part.truncated()) {
            ImapEnvelope.write(HeaderIndex.EMPTY, out.raw(' '));
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
        List<Parameters.Parameter> list = bare ? List.of() : parameters.list();
        boolean addCharset = text && (bare || parameters.get("charset") == null);
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

    private String name(String name, String otherwise) {
        return bare && name.length() > LONGEST_BARE_NAME ? otherwise : name;
    }

    private void field(HeaderIndex header, KnownField field) {
        FieldValue value = header.first(field);
        String text = value == null || bare ? null : value.unfolded();
        out.raw(' ').nstring(text == null || text.isEmpty() ? null : text);
    }

    private void dispositionAndMore(HeaderIndex header) {
        disposition(bare ? null : header.first(KnownField.CONTENT_DISPOSITION));
        languages(bare ? null : header.first(KnownField.CONTENT_LANGUAGE));
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
