package org.jdbmail.core.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.mime.MessageBytes;

/** Puts a message together again from what {@link ContentPlan} made of it. */
public final class StoredContent {
    private StoredContent() {}

    /**
     * A blob and its place.
     *
     * @param offset of its first byte in the message
     * @param bytes all of its bytes, not to be changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are never changed; pieces aren't compared
    public record Piece(int offset, byte[] bytes) {}

    /**
     * The whole message. The arrays are not copied, except that the inline bytes are cut where blobs belong.
     *
     * @param blobs in the order of the message
     * @throws IllegalArgumentException if the parts don't fit together
     */
    public static MessageBytes join(byte[] head, byte[] inline, List<Piece> blobs) {
        List<byte[]> segments = new ArrayList<>(2 + 2 * blobs.size());
        segments.add(head);
        long position = head.length;
        int used = 0;
        for (Piece blob : blobs) {
            long gap = blob.offset - position;
            if (gap < 0 || gap > inline.length - used) {
                throw new IllegalArgumentException("a blob of a stored message is not where it belongs");
            }
            if (gap > 0) {
                segments.add(Arrays.copyOfRange(inline, used, used + (int) gap));
                used += (int) gap;
            }
            segments.add(blob.bytes);
            position = (long) blob.offset + blob.bytes.length;
        }
        segments.add(used == 0 ? inline : Arrays.copyOfRange(inline, used, inline.length));
        return MessageBytes.of(segments);
    }
}
