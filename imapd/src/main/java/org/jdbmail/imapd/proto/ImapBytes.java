package org.jdbmail.imapd.proto;

import java.nio.charset.StandardCharsets;

/** Strings of the grammar, whose characters stand for octets, and the texts that these octets are in UTF-8. */
public final class ImapBytes {
    private ImapBytes() {}

    /** What octets, as ISO 8859-1, mean in UTF-8; what isn't UTF-8 becomes U+FFFD. */
    public static String text(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The octets of a text in UTF-8, as ISO 8859-1. */
    public static String ofText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
