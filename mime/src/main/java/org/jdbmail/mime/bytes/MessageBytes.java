package org.jdbmail.mime.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one message, readable at any place and never changed. They may lie in one array, in several, or in a
 * file; whoever reads them can't tell. Offsets count bytes from the start of the message. A message is smaller than
 * 2 GiB; reading outside of it is an {@link IndexOutOfBoundsException}, and trouble with the file behind it an
 * {@link java.io.UncheckedIOException}.
 */
public sealed interface MessageBytes permits ArrayBytes, SegmentBytes, FileBytes, LazyBytes, TailBytes, JoinedBytes {

    /** Bytes that are sooner copied into one array than read in parts. */
    int SMALL = 256 * 1024;

    /** The message in one array, which is not copied and must not change any more. */
    static MessageBytes of(byte[] message) {
        return new ArrayBytes(message, message.length);
    }

    /** The first {@code length} bytes of an array, which is not copied and must not change any more. */
    static MessageBytes of(byte[] message, int length) {
        return new ArrayBytes(message, length);
    }

    /** The message as one array after the other; they are not copied and must not change any more. */
    static MessageBytes of(List<byte[]> segments) {
        return segments.size() == 1 ? of(segments.getFirst()) : SegmentBytes.of(segments);
    }

    /** The message in a file that stays open and unchanged while this is in use; the caller closes it. */
    static MessageBytes of(FileChannel file) throws IOException {
        return new FileBytes(file, Math.toIntExact(file.size()));
    }

    /**
     * The message as one segment after the other, each of which is fetched when it is read. Of the fetched ones only the
     * last is kept.
     */
    static MessageBytes lazy(List<LazySegment> segments) {
        return new LazyBytes(segments);
    }

    /** The message with other octets before it, which are not copied and must not change any more. */
    static MessageBytes joined(byte[] before, MessageBytes rest) {
        if (before.length == 0) {
            return rest;
        }
        if (rest.size() > SMALL) {
            return new JoinedBytes(before, rest);
        }
        byte[] all = Arrays.copyOf(before, before.length + rest.size());
        rest.read(0, all, before.length, rest.size());
        return of(all);
    }

    /** What stands behind the first {@code from} bytes, as a message of its own. */
    default MessageBytes after(int from) {
        return from == 0 ? this : new TailBytes(this, from);
    }

    /** Number of bytes. */
    int size();

    /** Copies {@code length} bytes from {@code from} on into an array. */
    void read(int from, byte[] into, int at, int length);

    /** Writes the bytes from {@code from} up to, not including, {@code to}. */
    void writeTo(OutputStream out, int from, int to) throws IOException;

    /** Adds the bytes from {@code from} up to, not including, {@code to} to a digest. */
    void update(MessageDigest digest, int from, int to);

    /** A copy of the bytes from {@code from} up to, not including, {@code to}. */
    default byte[] slice(int from, int to) {
        byte[] slice = new byte[to - from];
        read(from, slice, 0, slice.length);
        return slice;
    }

    /** The bytes from {@code from} up to, not including, {@code to} as a stream that needs no closing. */
    default InputStream stream(int from, int to) {
        return new RangeStream(this, from, to);
    }
}
