package org.jdbmail.core.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the end of message data and undoes its transparency (RFC 5321 §4.5.2), in pieces as they come. Nothing ends a
 * message but CRLF, dot, CRLF: a dot between bare line feeds is data, or else one message could smuggle another in (RFC
 * 5321 §4.1.1.4). All other octets pass unchanged.
 *
 * <p>The search looks at eight octets at a time for line feeds, since this is the one place where every octet of every
 * message is looked at while a peer waits.
 */
public final class DotDecoder {
    /** Takes decoded data. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the octets of a buffer from one index up to, not including, another; copies what it keeps. */
        void take(ByteBuffer buffer, int from, int to) throws IOException;
    }

    private enum State {
        /** Behind CRLF, or before everything. */
        LINE_START,
        /** Behind a dot at a line's start; the dot is dropped whatever follows. */
        DOT,
        /** Behind such a dot and a CR, which is data unless LF follows. */
        DOT_CR,
        /** Behind a CR within a line. */
        CR,
        TEXT
    }

    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final ByteBuffer CARRIAGE_RETURN = ByteBuffer.wrap(new byte[] {'\r'});

    private State state = State.LINE_START;

    /**
     * Decodes what the buffer holds, up to the end of the data at most; the buffer's position moves behind what was used.
     *
     * @return whether the end was found
     */
    public boolean decode(ByteBuffer in, Sink sink) throws IOException {
        ByteBuffer octets = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int limit = octets.limit();
        int at = octets.position();
        while (at < limit) {
            switch (state) {
                case LINE_START -> {
                    if (octets.get(at) == '.') {
                        state = State.DOT;
                        at++;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT -> {
                    if (octets.get(at) == '\r') {
                        state = State.DOT_CR;
                        at++;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (octets.get(at) == '\n') {
                        in.position(at + 1);
                        return true;
                    }
                    sink.take(CARRIAGE_RETURN, 0, 1);
                    state = State.CR;
                }
                case CR, TEXT -> at = text(octets, at, limit, sink);
            }
        }
        in.position(limit);
        return false;
    }

    /** Passes on as much as is plain; returns where the first dot to be dropped stands, or the limit. */
    private int text(ByteBuffer octets, int from, int limit, Sink sink) throws IOException {
        int at = from;
        while (true) {
            int lineFeed = indexOfLineFeed(octets, at, limit);
            if (lineFeed == limit) {
                // A piece that begins behind a CR keeps knowing of it only if it is not empty; it never is.
                state = octets.get(limit - 1) == '\r' ? State.CR : State.TEXT;
                sink.take(octets, from, limit);
                return limit;
            }
            boolean crlf = lineFeed > from ? octets.get(lineFeed - 1) == '\r' : state == State.CR;
            at = lineFeed + 1;
            if (at == limit) {
                state = crlf ? State.LINE_START : State.TEXT;
                sink.take(octets, from, limit);
                return limit;
            }
            if (crlf && octets.get(at) == '.') {
                state = State.LINE_START;
                sink.take(octets, from, at);
                return at;
            }
        }
    }

    private static int indexOfLineFeed(ByteBuffer octets, int from, int limit) {
        int at = from;
        for (; at <= limit - Long.BYTES; at += Long.BYTES) {
            long differing = octets.getLong(at) ^ LINE_FEEDS;
            long found = differing - ONES & ~differing & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < limit && octets.get(at) != '\n') {
            at++;
        }
        return at;
    }
}
