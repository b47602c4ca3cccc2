package org.jdbmail.core.mime;

import java.util.Arrays;

/**
 * Undoes a transfer encoding (RFC 2045 §6), piece by piece and without ever failing: what isn't base64 is passed over,
 * what isn't quoted-printable is taken as it stands.
 */
sealed interface TransferDecoder {
    /** A decoder for one body. */
    static TransferDecoder of(TransferEncoding encoding) {
        return switch (encoding) {
            case IDENTITY -> new Identity();
            case BASE64 -> new Base64();
            case QUOTED_PRINTABLE -> new QuotedPrintable();
        };
    }

    /**
     * Decodes the next piece of the body into an array that has room for {@code to - from + 4} bytes from {@code at} on.
     *
     * @return the index after the last byte written
     */
    int decode(byte[] in, int from, int to, byte[] out, int at);

    /** Writes what was held back until it was known that nothing follows; needs room for as much as {@link #decode}. */
    int finish(byte[] out, int at);

    /** Decodes a whole array. */
    static byte[] decode(TransferEncoding encoding, byte[] in, int from, int to) {
        TransferDecoder decoder = of(encoding);
        byte[] out = new byte[to - from + 8];
        int end = decoder.finish(out, decoder.decode(in, from, to, out, 0));
        return Arrays.copyOf(out, end);
    }

    /** Nothing to undo. */
    final class Identity implements TransferDecoder {
        @Override
        public int decode(byte[] in, int from, int to, byte[] out, int at) {
            System.arraycopy(in, from, out, at, to - from);
            return at + to - from;
        }

        @Override
        public int finish(byte[] out, int at) {
            return at;
        }
    }

    /** RFC 2045 §6.8. Padding ends a group; text after it is a new one, as concatenated encodings have it. */
    final class Base64 implements TransferDecoder {
        private static final byte[] VALUES = values();

        private int bits;
        private int count;

        private static byte[] values() {
            byte[] values = new byte[256];
            Arrays.fill(values, (byte) -1);
            String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            for (int i = 0; i < alphabet.length(); i++) {
                values[alphabet.charAt(i)] = (byte) i;
            }
            return values;
        }

        @Override
        public int decode(byte[] in, int from, int to, byte[] out, int at) {
            int written = at;
            for (int i = from; i < to; i++) {
                int value = VALUES[in[i] & 0xff];
                if (value >= 0) {
                    bits = bits << 6 | value;
                    if (++count == 4) {
                        out[written++] = (byte) (bits >> 16);
                        out[written++] = (byte) (bits >> 8);
                        out[written++] = (byte) bits;
                        count = 0;
                    }
                } else if (in[i] == '=') {
                    written = finish(out, written);
                }
            }
            return written;
        }

        @Override
        public int finish(byte[] out, int at) {
            int written = at;
            if (count == 2) {
                out[written++] = (byte) (bits >> 4);
            } else if (count == 3) {
                out[written++] = (byte) (bits >> 10);
                out[written++] = (byte) (bits >> 2);
            }
            count = 0;
            return written;
        }
    }

    /** RFC 2045 §6.7, except that white space before a line end stays. */
    final class QuotedPrintable implements TransferDecoder {
        /** An equals sign, and what followed it, that the next piece decides on. */
        private final byte[] held = new byte[2];

        private int heldCount;

        @Override
        public int decode(byte[] in, int from, int to, byte[] out, int at) {
            int written = at;
            for (int i = from; i < to; i++) {
                byte b = in[i];
                if (heldCount == 0) {
                    if (b == '=') {
                        held[heldCount++] = b;
                    } else {
                        out[written++] = b;
                    }
                } else if (heldCount == 1) {
                    if (b == '\n') {
                        heldCount = 0;
                    } else if (b == '=') {
                        out[written++] = b;
                    } else {
                        held[heldCount++] = b;
                    }
                } else {
                    written = second(b, out, written);
                }
            }
            return written;
        }

        private int second(byte b, byte[] out, int at) {
            int written = at;
            int high = Character.digit(held[1], 16);
            int low = Character.digit(b, 16);
            heldCount = 0;
            if (high >= 0 && low >= 0) {
                out[written++] = (byte) (high << 4 | low);
            } else if (b == '=') {
                written = raw(out, written, 2);
                held[heldCount++] = b;
            } else if (!(held[1] == '\r' && b == '\n')) {
                written = raw(out, written, 2);
                out[written++] = b;
            }
            return written;
        }

        private int raw(byte[] out, int at, int count) {
            System.arraycopy(held, 0, out, at, count);
            return at + count;
        }

        @Override
        public int finish(byte[] out, int at) {
            int written = raw(out, at, heldCount);
            heldCount = 0;
            return written;
        }
    }
}
