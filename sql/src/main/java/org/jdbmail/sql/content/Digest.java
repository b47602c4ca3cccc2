package org.jdbmail.sql.content;

import java.util.HexFormat;

/**
 * A SHA-256 digest as a key of maps, with an order.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record Digest(String hex) implements Comparable<Digest> {
    static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }
}
