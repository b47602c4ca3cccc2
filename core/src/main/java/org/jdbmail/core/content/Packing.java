package org.jdbmail.core.content;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * How bytes lie in a column. The code of a way is stored beside them and never changes its meaning.
 */
public enum Packing {
    /** As they are. */
    RAW(0),
    /** Deflated without a zlib header (RFC 1951). */
    DEFLATE(1);

    /** Shorter bytes are stored as they are: what would be saved isn't worth the time. */
    private static final int WORTH_TRYING = 32 * 1024;

    /** How many bytes are tried before all are. */
    private static final int SAMPLE = 8 * 1024;

    /** What may be left of them at most, in percent. */
    private static final long LARGEST_SHARE = 70;

    private final int code;

    Packing(int code) {
        this.code = code;
    }

    /** The number that stands for this in a column. */
    public int code() {
        return code;
    }

    /**
     * The way that a number in a column stands for.
     *
     * @throws DataFormatException if it stands for none
     */
    public static Packing of(int code) throws DataFormatException {
        return switch (code) {
            case 0 -> RAW;
            case 1 -> DEFLATE;
            default -> throw new DataFormatException("unknown packing " + code);
        };
    }

    /**
     * Bytes and how they are packed.
     *
     * @param bytes what to store; the given array itself if it is stored raw
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a statement; never compared
    public record Packed(Packing packing, byte[] bytes) {}

    /**
     * Packs bytes: deflated if there are many of them and that pays. A piece from their middle tells: text and HTML shrink to less
     * than half, while base64, which most large parts are, would give a quarter for several times the time that it
     * takes to store it.
     */
    public static Packed pack(byte[] raw) {
        if (raw.length < WORTH_TRYING || !promises(raw)) {
            return new Packed(RAW, raw);
        }
        byte[] deflated = deflate(raw, 0, raw.length);
        return deflated == null ? new Packed(RAW, raw) : new Packed(DEFLATE, deflated);
    }

    private static boolean promises(byte[] raw) {
        return deflate(raw, (raw.length - SAMPLE) / 2, SAMPLE) != null;
    }

    /** The deflated bytes; null if too little would be saved. */
    private static byte @Nullable [] deflate(byte[] raw, int from, int count) {
        byte[] room = new byte[(int) (count * LARGEST_SHARE / 100)];
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
            deflater.setInput(raw, from, count);
            deflater.finish();
            int length = 0;
            while (!deflater.finished() && length < room.length) {
                length += deflater.deflate(room, length, room.length - length);
            }
            return deflater.finished() ? Arrays.copyOf(room, length) : null;
        }
    }

    /**
     * Unpacks bytes that were packed in this way.
     *
     * @param limit the most bytes that may come out
     * @throws DataFormatException if they are damaged or more than the limit
     */
    public byte[] unpack(byte[] stored, int limit) throws DataFormatException {
        return switch (this) {
            case RAW -> {
                if (stored.length > limit) {
                    throw new DataFormatException("stored bytes are more than " + limit);
                }
                yield stored;
            }
            case DEFLATE -> inflate(stored, limit);
        };
    }

    private static byte[] inflate(byte[] stored, int limit) throws DataFormatException {
        byte[] out = new byte[(int) Math.min(limit, Math.max(64L, stored.length * 3L))];
        int length = 0;
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(stored);
            while (!inflater.finished()) {
                if (length == out.length) {
                    if (length == limit) {
                        if (endsHere(inflater)) {
                            break;
                        }
                        throw new DataFormatException("stored bytes inflate to more than " + limit);
                    }
                    out = Arrays.copyOf(out, (int) Math.min(limit, out.length * 2L));
                }
                int count = inflater.inflate(out, length, out.length - length);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("stored bytes are damaged");
                }
                length += count;
            }
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /** Whether the end mark is all that is left. */
    private static boolean endsHere(Inflater inflater) throws DataFormatException {
        return inflater.inflate(new byte[1]) == 0 && inflater.finished();
    }
}
