package org.jdbmail.core.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;

/**
 * Takes a message apart into the rows that DBMail would write for it, so that DBMail's own daemons can read them: a row
 * for each header block, body, preamble and epilogue, numbered as DBMail's {@code store_mime_object} does.
 */
public final class PartsSplitter {
    /** {@code part_key} is a 16-bit column on MySQL. Messages with more parts are kept as one body. */
    private static final int MAX_KEYS = 32_000;

    private final MessageBytes message;
    private final List<PartRow> rows = new ArrayList<>();
    private int key;
    private int depth;
    private int order;

    private PartsSplitter(MessageBytes message) {
        this.message = message;
    }

    /**
     * The rows of a message.
     *
     * @param root its structure, as {@link org.jdbmail.mime.structure.MimeScanner} found it
     */
    public static List<PartRow> split(MessageBytes message, MimePart root) {
        PartsSplitter splitter = new PartsSplitter(message);
        if (count(root) > MAX_KEYS) {
            splitter.head(root);
            splitter.body(root.bodyStart(), root.bodyEnd());
        } else {
            splitter.part(root, 0);
        }
        return splitter.rows;
    }

    private void part(MimePart part, int level) {
        head(part);
        if (level >= PartRow.MAX_DEPTH) {
            body(part.bodyStart(), part.bodyEnd());
            return;
        }
        switch (part.kind()) {
            case LEAF -> body(part.bodyStart(), part.bodyEnd());
            // The embedded message stands at the depth of the part that holds it.
            case MESSAGE -> part(part.embedded(), level + 1);
            case MULTIPART -> multipart(part, level);
        }
    }

    private void multipart(MimePart part, int level) {
        if (part.children().isEmpty()) {
            body(part.bodyStart(), part.bodyEnd());
            return;
        }
        preamble(part);
        depth++;
        order = 0;
        for (MimePart child : part.children()) {
            part(child, level + 1);
        }
        depth--;
        order++;
        if (hasEpilogue(part)) {
            row(false, LineEnds.toLf(message.slice(part.epilogueStart(), part.bodyEnd())));
        }
    }

    /**
     * Nothing between the header and the first boundary: no row. An empty line, whose end belongs to the boundary (RFC 2046
     * §5.1.1): an empty row, from which DBMail knows of the line.
     */
    private void preamble(MimePart part) {
        int start = part.bodyStart();
        boolean emptyLine = part.preambleEnd() == start && message.slice(start, start + 1)[0] != '-';
        if (emptyLine) {
            row(false, new byte[0]);
        } else {
            body(start, part.preambleEnd());
        }
    }

    /**
     * Nothing after the closing boundary, or only a line end that belongs to a boundary further out: no row. An empty
     * line before that one: an empty row.
     */
    private boolean hasEpilogue(MimePart part) {
        int end = part.bodyEnd();
        if (part.epilogueStart() < 0 || part.epilogueStart() > end) {
            return false;
        }
        boolean empty = part.epilogueStart() == end;
        return !empty || end < message.size() && message.slice(end - 1, end)[0] == '\n';
    }

    private void head(MimePart part) {
        key++;
        order = 0;
        byte[] head = LineEnds.toLf(message.slice(part.headerStart(), part.headerEnd()));
        row(true, withoutBlankLine(head));
    }

    private void body(int from, int to) {
        if (to > from) {
            row(false, LineEnds.toLf(message.slice(from, to)));
        }
    }

    private void row(boolean header, byte[] data) {
        rows.add(new PartRow(header, key, depth, order, data));
        order++;
    }

    /** A header block always ends with one line feed, and only one. */
    private static byte[] withoutBlankLine(byte[] head) {
        int length = head.length;
        if (length == 1 && head[0] == '\n') {
            return new byte[0];
        }
        if (length >= 2 && head[length - 1] == '\n' && head[length - 2] == '\n') {
            return Arrays.copyOf(head, length - 1);
        }
        if (length > 0 && head[length - 1] != '\n') {
            byte[] closed = Arrays.copyOf(head, length + 1);
            closed[length] = '\n';
            return closed;
        }
        return head;
    }

    private static int count(MimePart part) {
        int count = 1;
        for (MimePart child : part.children()) {
            count += count(child);
        }
        return count;
    }
}
