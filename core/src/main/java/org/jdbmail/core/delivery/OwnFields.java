package org.jdbmail.core.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * The fields that {@link Trace} puts on top for a mailbox and that don't travel on: a server that meets them in mail which it is to
 * deliver takes Return-Path for a mistake (RFC 5321 §4.4) and Delivered-To for a sign of a loop.
 */
public final class OwnFields {
    private static final int LONGEST = 4096;

    /** Octets at the top of an edited message in which they are looked for. */
    private static final int MOST_EDITED = 1 << 20;

    private OwnFields() {}

    /** Octets of them, in a message that was just received. */
    public static int length(MessageBytes message) {
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

    /** An edited form of a message that was just received, without them: who edited it may have put other fields above them. */
    public static MessageBytes without(MessageBytes received, MessageBytes edited) {
        byte[] own = received.slice(0, length(received));
        String top = new String(edited.slice(0, Math.min(edited.size(), MOST_EDITED)), StandardCharsets.ISO_8859_1);
        int at = own.length == 0 ? -1 : top.indexOf(new String(own, StandardCharsets.ISO_8859_1));
        boolean isField = at == 0 || at > 0 && top.charAt(at - 1) == '\n';
        return isField
                ? MessageBytes.of(List.of(edited.slice(0, at), edited.slice(at + own.length, edited.size())))
                : edited;
    }
}
