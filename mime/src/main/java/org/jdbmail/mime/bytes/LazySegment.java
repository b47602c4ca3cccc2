package org.jdbmail.mime.bytes;

import java.util.function.Supplier;

/**
 * Some bytes of a message that are fetched when they are needed.
 *
 * @param length how many, known beforehand
 * @param fetch fetches them; may be called several times, must give the same {@code length} bytes each time, and may throw
 * an exception of its own choosing
 */
public record LazySegment(int length, Supplier<byte[]> fetch) {
    /** Bytes that are there already. */
    public static LazySegment of(byte[] bytes) {
        return new LazySegment(bytes.length, () -> bytes);
    }
}
