package org.jdbmail.core.dns;

import java.util.HexFormat;

/**
 * What certificate a server has (RFC 6698 §2).
 *
 * @param usage 2 for that of its authority, 3 for its own
 * @param selector 0 for the certificate, 1 for its public key
 * @param matching 0 for that itself, 1 for its SHA-256, 2 for its SHA-512
 * @param data in hexadecimal digits
 */
public record Tlsa(int usage, int selector, int matching, String data) {
    /** From octets. */
    static Tlsa of(int usage, int selector, int matching, byte[] data) {
        return new Tlsa(usage, selector, matching, HexFormat.of().formatHex(data));
    }
}
