package org.jdbmail.core.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;

/**
 * Which bytes of a message go where in the compact layout: the <em>head</em> (the top header block), <em>blobs</em>
 * (bodies that other messages may have too) and the <em>inline</em> rest, in the order of the message.
 *
 * <ul>
 *   <li>The head is the top header block with its blank line; what is beyond {@value #PIECE} bytes counts as body.
 *   <li>A leaf body of at least {@value #ATTACHMENT} bytes that isn't text and lies inside a multipart becomes blobs, and
 *       so does any leaf body of at least {@value #LARGE} bytes. It is cut into pieces of {@value #PIECE} bytes from its
 *       start, so that the same attachment has the same pieces in every message.
 *   <li>If more than {@value #PIECE} bytes are left, the largest ranges of them become blobs too, so that nothing that is
 *       stored is larger than that.
 * </ul>
 *
 * @param size bytes of the message
 * @param headLength bytes of the head, which is the start of the message
 * @param blobs in the order of the message; they don't overlap, and none is inside the head
 */
public record ContentPlan(int size, int headLength, List<Blob> blobs) {
    /** The largest piece that is stored in one row, in bytes. */
    public static final int PIECE = 1 << 20;

    static final int ATTACHMENT = 4 * 1024;
    static final int LARGE = 64 * 1024;

    /**
     * Bytes that are stored once for all messages that have them.
     *
     * @param offset of the first byte in the message
     * @param length in bytes, 1 to {@value #PIECE}
     * @param sha256 their SHA-256 digest, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // a digest that is never changed; blobs aren't compared
    public record Blob(int offset, int length, byte[] sha256) {}

    private record Range(int from, int to) {
        int length() {
            return to - from;
        }
    }

    /** The plan of a message that is scanned already. */
    public static ContentPlan of(MessageBytes message, MimePart root) {
        int head = Math.min(root.headerEnd(), PIECE);
        List<Range> bodies = new ArrayList<>();
        collect(root, false, bodies);
        List<Range> ranges = cutRest(head, message.size(), bodies);
        return new ContentPlan(message.size(), head, digest(message, ranges));
    }

    /** Recursive, but no deeper than {@link org.jdbmail.mime.MimeLimits#DEPTH}. */
    private static void collect(MimePart part, boolean inMultipart, List<Range> found) {
        boolean multipart = part.kind() == MimePart.Kind.MULTIPART;
        for (MimePart child : part.children()) {
            collect(child, inMultipart || multipart, found);
        }
        if (part.children().isEmpty()) {
            int size = part.bodySize();
            boolean attachment = inMultipart && !part.contentType().is("text") && size >= ATTACHMENT;
            if (attachment || size >= LARGE) {
                found.add(new Range(part.bodyStart(), part.bodyEnd()));
            }
        }
    }

    /** Adds the largest ranges between the bodies until what is left fits into one piece. */
    private static List<Range> cutRest(int head, int size, List<Range> bodies) {
        List<Range> gaps = new ArrayList<>();
        long left = 0;
        int position = head;
        for (int i = 0; i <= bodies.size(); i++) {
            int end = i < bodies.size() ? bodies.get(i).from : size;
            if (end > position) {
                gaps.add(new Range(position, end));
                left += end - position;
            }
            position = i < bodies.size() ? bodies.get(i).to : size;
        }
        if (left <= PIECE) {
            return bodies;
        }
        gaps.sort(Comparator.comparingInt(Range::length).reversed());
        List<Range> ranges = new ArrayList<>(bodies);
        for (int i = 0; left > PIECE; i++) {
            ranges.add(gaps.get(i));
            left -= gaps.get(i).length();
        }
        ranges.sort(Comparator.comparingInt(Range::from));
        return ranges;
    }

    private static List<Blob> digest(MessageBytes message, List<Range> ranges) {
        if (ranges.isEmpty()) {
            return List.of();
        }
        MessageDigest sha256 = sha256();
        List<Blob> blobs = new ArrayList<>();
        for (Range range : ranges) {
            for (int from = range.from; from < range.to; ) {
                int to = range.to - from > PIECE ? from + PIECE : range.to;
                message.update(sha256, from, to);
                blobs.add(new Blob(from, to - from, sha256.digest()));
                from = to;
            }
        }
        return List.copyOf(blobs);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Bytes that are neither in the head nor in a blob. */
    public int inlineLength() {
        int length = size - headLength;
        for (Blob blob : blobs) {
            length -= blob.length;
        }
        return length;
    }

    /** A copy of the head. */
    public byte[] head(MessageBytes message) {
        return message.slice(0, headLength);
    }

    /** A copy of the bytes that are neither in the head nor in a blob, one range after the other. */
    public byte[] inline(MessageBytes message) {
        byte[] inline = new byte[inlineLength()];
        int filled = 0;
        int position = headLength;
        for (Blob blob : blobs) {
            message.read(position, inline, filled, blob.offset - position);
            filled += blob.offset - position;
            position = blob.offset + blob.length;
        }
        message.read(position, inline, filled, size - position);
        return inline;
    }

    /** A copy of the bytes of a blob. */
    public static byte[] bytes(MessageBytes message, Blob blob) {
        return message.slice(blob.offset, blob.offset + blob.length);
    }
}
