package org.jdbmail.core.delivery;

import java.nio.charset.StandardCharsets;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * The fields that {@link Trace} puts on top for a mailbox and that don't travel on: a server that meets them in mail which it is to
 * deliver takes Return-Path for a mistake (RFC 5321 §4.4) and Delivered-To for a sign of a loop.
 */
final class OwnFields {
    private static final int LONGEST = 4096;

    private OwnFields() {}

    /** Octets of them, in a message that was just received. */
    static int length(MessageBytes message) {
        String top = new String(message.slice(0, Math.min(message.size(), LONGEST)), StandardCharsets.ISO_8859_1);
        int length = 0;
        for (String name : new String[] {"return-path:", "delivered-to:"}) {
            int end = top.indexOf("\r\n", length);
            if (end >= 0 && top.regionMatches(true, length, name, 0, name.length())) {
                length = end + 2;
            }
        }
        return length;
    }
}
