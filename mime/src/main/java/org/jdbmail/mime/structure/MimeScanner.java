package org.jdbmail.mime.structure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.bytes.Window;
import org.jdbmail.mime.field.ContentType;
import org.jdbmail.mime.field.TransferEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a message in one pass over its bytes. Anything is a message: what can't be understood is the body
 * of something, and every byte keeps its place.
 *
 * <ul>
 *   <li>Lines end with LF, with or without CR before it; a lone CR is a byte like any other, as are NUL and 8-bit ones.
 *   <li>A header block ends after its blank line; without one, at the next boundary or the end. A line in it that is no
 *       field is passed over.
 *   <li>A line that starts with two dashes and a boundary of a multipart around is a delimiter; what follows on the
 *       line doesn't matter (RFC 2046 §5.1.1), except for two dashes, which close the multipart. If several match, the
 *       longest does, and of equal ones the innermost.
 *   <li>A multipart whose boundary is missing or nowhere to be found has no parts. One that is never closed reaches to
 *       the end of the part around it.
 *   <li>A message/rfc822 or message/global part is looked into unless it is encoded.
 * </ul>
 *
 * Time is linear in the size; nothing is recursive, and {@link MimeLimits} bounds the rest.
 */
public final class MimeScanner {
    private final MessageBytes message;
    private final Window window;
    /** A second look at the message, for header blocks that the first has passed. */
    private final Window headers;

    private final int size;
    /** Start of the line that is looked at next. */
    private int line;

    private int parts = 1;
    private int headerBudget = MimeLimits.ALL_HEADER_BYTES;
    private MimePart current;
    private @Nullable Open open;
    /** The multipart whose delimiter stands at {@link #line}. */
    private @Nullable Open match;

    /** A multipart whose boundary is looked for, and the one around it. */
    private static final class Open {
        private final MimePart part;
        private final byte[] boundary;
        private final @Nullable Open outer;

        Open(MimePart part, String boundary, @Nullable Open outer) {
            this.part = part;
            this.boundary = boundary.getBytes(StandardCharsets.ISO_8859_1);
            this.outer = outer;
        }
    }

    private MimeScanner(MessageBytes message) {
        this.message = message;
        this.window = new Window(message);
        this.headers = new Window(message);
        this.size = message.size();
        this.current = new MimePart(null, 0);
    }

    /** The structure of a message; the part returned is the message itself. */
    public static MimePart scan(MessageBytes message) {
        return new MimeScanner(message).run();
    }

    private MimePart run() {
        MimePart root = current;
        boolean inHeader = true;
        while (true) {
            if (inHeader) {
                passHeader();
                inHeader = match == null && startBody();
                if (inHeader) {
                    continue;
                }
            }
            Open delimiter = match != null ? match : findDelimiter();
            if (delimiter == null) {
                break;
            }
            match = null;
            inHeader = passDelimiter(delimiter);
        }
        for (MimePart part = current; part != null; part = part.parent()) {
            part.endBody(size, window.lines());
        }
        return root;
    }

    /** Passes the header block of the current part, up to its body or to the delimiter that cuts it off. */
    private void passHeader() {
        boolean blank = false;
        while (line < size && !blank) {
            window.ensure(line, MimeLimits.BOUNDARY + 4);
            blank = HeaderCursor.isBlank(window, line, size);
            if (!blank && open != null) {
                match = match(line);
                if (match != null) {
                    endHeader(Math.max(current.headerStart(), endBeforeLine()));
                    return;
                }
            }
            line = window.nextLine(line);
        }
        endHeader(line);
    }

    private void endHeader(int end) {
        int length = Math.min(end - current.headerStart(), MimeLimits.HEADER_BYTES);
        HeaderIndex index = length > headerBudget
                ? HeaderIndex.EMPTY
                : HeaderIndex.of(message, headers, current.headerStart(), current.headerStart() + length);
        headerBudget -= Math.min(headerBudget, length);
        current.endHeader(end, index);
        current.linesBeforeBody(window.lines());
    }

    /** Decides what the current part is; true if a header block of a message inside starts at once. */
    private boolean startBody() {
        ContentType type = current.contentType();
        if (type.is("multipart")) {
            if (current.depth() >= MimeLimits.DEPTH) {
                current.truncate();
                return false;
            }
            current.become(MimePart.Kind.MULTIPART);
            String boundary = type.boundary();
            if (boundary != null) {
                open = new Open(current, boundary, open);
            }
        } else if (type.isMessage() && current.encoding() == TransferEncoding.IDENTITY) {
            if (current.depth() >= MimeLimits.DEPTH || parts >= MimeLimits.PARTS) {
                current.truncate();
                return false;
            }
            current.become(MimePart.Kind.MESSAGE);
            current = new MimePart(current, line);
            parts++;
            return true;
        }
        return false;
    }

    /** The next delimiter at or after {@link #line}, which then is its line. */
    private @Nullable Open findDelimiter() {
        if (open == null || parts >= MimeLimits.PARTS) {
            window.countToEnd(line);
            return null;
        }
        int dashes = line;
        while (dashes < size) {
            window.ensure(dashes, MimeLimits.BOUNDARY + 4);
            Open found = match(dashes);
            if (found != null) {
                line = dashes;
                return found;
            }
            dashes = window.nextDashLine(dashes);
        }
        return null;
    }

    /** Ends the parts that a delimiter ends; true if it starts a new one. */
    private boolean passDelimiter(Open delimiter) {
        // Where nothing is between two delimiters, the line end is the first one's.
        int end = Math.max(current.bodyStart(), endBeforeLine());
        int lines = window.lines() - (end < line ? 1 : 0);
        MimePart multipart = delimiter.part;
        for (MimePart part = current; part != multipart && part != null; part = part.parent()) {
            part.endBody(end, lines);
        }
        multipart.endPreamble(end);
        current = multipart;
        window.ensure(line, MimeLimits.BOUNDARY + 4);
        int after = line + 2 + delimiter.boundary.length;
        boolean closes = after + 1 < size && window.at(after) == '-' && window.at(after + 1) == '-';
        line = window.nextLine(line);
        open = closes ? delimiter.outer : delimiter;
        if (closes) {
            multipart.startEpilogue(line);
            return false;
        }
        if (line == size) {
            return false;
        }
        current = new MimePart(multipart, line);
        parts++;
        return true;
    }

    /** The offset before the line end that precedes {@link #line}. */
    private int endBeforeLine() {
        if (line == 0) {
            return 0;
        }
        window.ensure(Math.max(0, line - 2), 2);
        return line >= 2 && window.at(line - 2) == '\r' ? line - 2 : line - 1;
    }

    /** The open multipart whose delimiter a line is; the window must cover the line's beginning. */
    private @Nullable Open match(int at) {
        if (at + 2 >= size || window.at(at) != '-' || window.at(at + 1) != '-' || parts >= MimeLimits.PARTS) {
            return null;
        }
        byte[] array = window.array();
        int from = window.index(at + 2);
        int length = size - at - 2;
        Open best = null;
        for (Open candidate = open; candidate != null; candidate = candidate.outer) {
            byte[] boundary = candidate.boundary;
            if (boundary.length <= length
                    && (best == null || boundary.length > best.boundary.length)
                    && Arrays.equals(array, from, from + boundary.length, boundary, 0, boundary.length)) {
                best = candidate;
            }
        }
        return best;
    }
}
