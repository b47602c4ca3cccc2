package org.jdbmail.mime.structure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.field.ContentType;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.TransferEncoding;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message and where it lies: the message itself, a part of a multipart, or the message inside a
 * message/rfc822 part. Offsets are bytes from the start of the whole message; an end is the offset after the last byte.
 * The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1) and thus to no part.
 */
public final class MimePart {
    /** What a part is made of. */
    public enum Kind {
        /** A body that isn't looked into. */
        LEAF,
        /** A list of parts, which may be empty if its boundary is missing or occurs nowhere. */
        MULTIPART,
        /** Exactly one child: the message in the body. */
        MESSAGE
    }

    private final @Nullable MimePart parent;
    private final int depth;
    private final List<MimePart> children = new ArrayList<>(0);
    private final int headerStart;
    private int headerEnd;
    private int bodyStart;
    private int bodyEnd;
    private int bodyLines;
    private int preambleEnd = -1;
    private int epilogueStart = -1;
    private Kind kind = Kind.LEAF;
    private boolean truncated;
    private ContentType contentType = ContentType.TEXT_PLAIN;
    private @Nullable String encodingName;
    private HeaderIndex header = HeaderIndex.EMPTY;

    MimePart(@Nullable MimePart parent, int headerStart) {
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.headerStart = headerStart;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /** The part around this one; null for the message itself. */
    public @Nullable MimePart parent() {
        return parent;
    }

    /** How many parts are around this one. */
    public int depth() {
        return depth;
    }

    /** The parts directly inside. */
    public List<MimePart> children() {
        return Collections.unmodifiableList(children);
    }

    public Kind kind() {
        return kind;
    }

    /** The message in the body of a part of the kind {@link Kind#MESSAGE}. */
    public MimePart embedded() {
        return children.getFirst();
    }

    /** Where the header block starts. */
    public int headerStart() {
        return headerStart;
    }

    /** Where it ends, after its blank line if it has one. */
    public int headerEnd() {
        return headerEnd;
    }

    public int bodyStart() {
        return bodyStart;
    }

    public int bodyEnd() {
        return bodyEnd;
    }

    /** Size of the body in bytes, as it is stored. */
    public int bodySize() {
        return bodyEnd - bodyStart;
    }

    /** Line feeds in the body. */
    public int bodyLines() {
        return bodyLines;
    }

    /** Where the text before the first part of a multipart ends; -1 if there is no part. */
    public int preambleEnd() {
        return preambleEnd;
    }

    /** Where the text after the closing boundary of a multipart starts; -1 if there is no such boundary. */
    public int epilogueStart() {
        return epilogueStart;
    }

    /** The type that the header or the parent gives this part. */
    public ContentType contentType() {
        return contentType;
    }

    /** The Content-Transfer-Encoding as it is written; null if there is none. */
    public @Nullable String encodingName() {
        return encodingName;
    }

    public TransferEncoding encoding() {
        return TransferEncoding.of(encodingName);
    }

    /** The known fields of the header block. */
    public HeaderIndex header() {
        return header;
    }

    /** Whether this would have parts inside if {@link MimeLimits} didn't stop there. */
    public boolean truncated() {
        return truncated;
    }

    // What follows is for the scanner, which fills a part while it passes over it.

    void endHeader(int end, HeaderIndex found) {
        headerEnd = end;
        bodyStart = end;
        bodyEnd = end;
        header = found;
        boolean inDigest =
                parent != null && parent.kind == Kind.MULTIPART && parent.contentType.is("multipart", "digest");
        contentType = ContentType.parse(
                found.first(KnownField.CONTENT_TYPE), inDigest ? ContentType.MESSAGE : ContentType.TEXT_PLAIN);
        encodingName = TransferEncoding.name(found.first(KnownField.CONTENT_TRANSFER_ENCODING));
    }

    void become(Kind newKind) {
        kind = newKind;
    }

    void truncate() {
        truncated = true;
    }

    /** The number of line feeds before the body, kept in {@link #bodyLines} until the body ends. */
    void linesBeforeBody(int lines) {
        bodyLines = -lines;
    }

    void endBody(int end, int lines) {
        bodyEnd = Math.max(bodyStart, end);
        epilogueStart = Math.min(epilogueStart, bodyEnd);
        bodyLines = Math.max(0, bodyLines + lines);
    }

    void endPreamble(int end) {
        if (preambleEnd < 0) {
            preambleEnd = Math.max(bodyStart, end);
        }
    }

    void startEpilogue(int start) {
        epilogueStart = start;
    }
}
