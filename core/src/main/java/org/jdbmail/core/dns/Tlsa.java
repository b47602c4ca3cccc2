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
    /** That of its authority. */
    public static final int AUTHORITY = 2;

    /** Its own. */
    public static final int OWN = 3;

    /** Whether it says something that mail servers heed (RFC 7672 §3.1.3) and that we understand. */
    public boolean isUsable() {
        return (usage == AUTHORITY || usage == OWN)
                && (selector == 0 || selector == 1)
                && switch (matching) {
                    case 0 -> !data.isEmpty();
                    case 1 -> data.length() == 64;
                    case 2 -> data.length() == 128;
                    default -> false;
                };
    }

    /** From octets. */
    static Tlsa of(int usage, int selector, int matching, byte[] data) {
        return new Tlsa(usage, selector, matching, HexFormat.of().formatHex(data));
    }
}
