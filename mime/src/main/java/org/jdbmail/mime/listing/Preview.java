package org.jdbmail.mime.listing;

import java.nio.charset.StandardCharsets;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.FieldReader;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.text.PartText;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a message's text, as mail programs show it in their lists (RFC 8970): of the first part that is plain
 * text and no attachment, or else of the first that is HTML, without its tags; on one line, at most {@value #LONGEST}
 * characters. Empty if there is no text.
 */
public final class Preview {
    /** RFC 8970 §3.1: at most 256 characters. */
    static final int LONGEST = 256;

    /** Characters of a part that are looked at: HTML may begin with a long style sheet. */
    private static final int LOOKED_AT = 64 * 1024;

    private Preview() {}

    static String of(MessageBytes message, MimePart root) {
        MimePart plain = find(root, "plain");
        if (plain != null) {
            String text = text(message, plain, new PlainLine(LONGEST));
            if (!text.isEmpty()) {
                return text;
            }
        }
        MimePart html = find(root, "html");
        return html == null ? "" : text(message, html, new HtmlLine(LONGEST));
    }

    /** Recursive, but no deeper than the scanner looks. Messages inside are not what this one says. */
    private static @Nullable MimePart find(MimePart part, String subtype) {
        if (part.kind() == MimePart.Kind.MULTIPART) {
            for (MimePart child : part.children()) {
                MimePart found = find(child, subtype);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return part.contentType().is("text", subtype) && !isAttachment(part) ? part : null;
    }

    private static boolean isAttachment(MimePart part) {
        FieldValue value = part.header().first(KnownField.CONTENT_DISPOSITION);
        return value != null && new FieldReader(value).skipSpace().token().equalsIgnoreCase("attachment");
    }

    private static String text(MessageBytes message, MimePart part, LineMaker line) {
        new PartText().read(message, part, new PartText.Reader() {
            private int left = LOOKED_AT;

            @Override
            public boolean take(CharSequence piece) {
                left -= piece.length();
                return line.add(piece) && left > 0;
            }

            @Override
            public boolean takeAscii(byte[] piece, int length) {
                return take(new String(piece, 0, length, StandardCharsets.US_ASCII));
            }

            @Override
            public void restart() {
                line.restart();
                left = LOOKED_AT;
            }

            @Override
            public void end() {
                // A line needs no end.
            }
        });
        return line.text();
    }
}
