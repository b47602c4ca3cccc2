package org.jdbmail.e2e;

import java.nio.charset.StandardCharsets;

/** Mail as it is sent after {@code DATA}. */
final class Dots {
    private Dots() {}

    /** The message with its leading dots doubled, and the line with a dot that ends it: RFC 5321 §4.5.2. */
    static byte[] stuffed(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String stuffed = (text.startsWith(".") ? "." : "") + text.replace("\r\n.", "\r\n..");
        return (stuffed + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
