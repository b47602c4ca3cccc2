package org.jdbmail.core.parts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.ContentType;
import org.jdbmail.mime.structure.MimeScanner;

/**
 * Puts a message together from DBMail's rows. The rows leave out the boundaries, the blank line after each header block
 * and the line break before each boundary; these are made again from the Content-Type of each header block.
 *
 * <p>Where DBMail itself adds a line or loses its way (after an inner closing boundary, in a digest, where a boundary
 * occurs nowhere), the rows tell enough to do better, and this does.
 */
public final class PartsAssembler {
    private static final Comparator<PartRow> READING_ORDER = Comparator.comparingInt(PartRow::key)
            .thenComparingInt(PartRow::order)
            .thenComparing(PartRow::depth, Comparator.reverseOrder());

    private final List<PartRow> rows;
    private final ByteArrayOutputStream out;
    private int at;
    /** Whether what was written last is a closing boundary, whose line is still open. */
    private boolean openLine;

    private PartsAssembler(List<PartRow> rows) {
        this.rows = new ArrayList<>(rows);
        this.rows.sort(READING_ORDER);
        int size = 0;
        for (PartRow row : rows) {
            size += row.data().length + 64;
        }
        out = new ByteArrayOutputStream(size);
    }

    /** The message with bare line feeds, as DBMail keeps it. */
    public static byte[] assemble(List<PartRow> rows) {
        PartsAssembler assembler = new PartsAssembler(rows);
        assembler.message();
        return assembler.out.toByteArray();
    }

    private void message() {
        if (rows.isEmpty()) {
            return;
        }
        if (rows.getFirst().header()) {
            part(rows.getFirst().depth(), false, 0);
        }
        // Rows in an order that DBMail doesn't write: nothing of them is dropped.
        while (at < rows.size()) {
            closeLine();
            PartRow row = rows.get(at++);
            text(row.data());
            if (row.header()) {
                text("\n");
            }
        }
        closeLine();
    }

    /** A header block and what follows from its type. */
    private void part(int depth, boolean inDigest, int level) {
        byte[] head = rows.get(at++).data();
        text(head);
        text("\n");
        ContentType type = typeOf(head, inDigest);
        String boundary = type.boundary();
        if (level < PartRow.MAX_DEPTH && boundary != null) {
            multipart(boundary, type.is("multipart", "digest"), depth, level);
        } else if (level < PartRow.MAX_DEPTH && type.isMessage() && isHeaderAt(depth)) {
            part(depth, false, level + 1);
        } else {
            bodies(depth);
        }
    }

    private void multipart(String boundary, boolean digest, int depth, int level) {
        boolean before = bodies(depth);
        if (!isHeaderAt(depth + 1)) {
            return;
        }
        while (isHeaderAt(depth + 1)) {
            // RFC 2046 §5.1.1: the line break before a boundary belongs to the boundary.
            text(before ? "\n--" : "--");
            openLine = false;
            text(boundary);
            text("\n");
            part(depth + 1, digest, level + 1);
            before = true;
        }
        text("\n--");
        text(boundary);
        text("--");
        openLine = true;
        if (isBodyAt(depth)) {
            closeLine();
            bodies(depth);
        }
    }

    /** All bodies that come next at a depth; whether there was one. */
    private boolean bodies(int depth) {
        boolean any = false;
        while (isBodyAt(depth)) {
            text(rows.get(at++).data());
            any = true;
        }
        return any;
    }

    private boolean isHeaderAt(int depth) {
        return at < rows.size() && rows.get(at).header() && rows.get(at).depth() == depth;
    }

    private boolean isBodyAt(int depth) {
        return at < rows.size() && !rows.get(at).header() && rows.get(at).depth() == depth;
    }

    private void closeLine() {
        if (openLine) {
            out.write('\n');
            openLine = false;
        }
    }

    private void text(byte[] bytes) {
        if (bytes.length > 0) {
            openLine = false;
            out.write(bytes, 0, bytes.length);
        }
    }

    private void text(String latin) {
        text(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ContentType typeOf(byte[] head, boolean inDigest) {
        ContentType own = MimeScanner.scan(MessageBytes.of(head)).contentType();
        boolean bare = own.is("text", "plain") && own.parameters().list().isEmpty();
        // RFC 2046 §5.1.5. A text part that says so explicitly has no second header block, and so isn't mistaken.
        return inDigest && bare ? new ContentType("message", "rfc822", own.parameters()) : own;
    }
}
