package org.jdbmail.core.reception;

import java.nio.charset.StandardCharsets;
import org.jdbmail.core.delivery.OwnFields;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * Where the fields end that were put above a message that has just come.
 *
 * @param own where those end that are for mailboxes only
 * @param received where the Received field behind them ends
 */
record TraceEnds(int own, int received) {
    private static final int LONGEST = 8192;

    static TraceEnds of(MessageBytes message) {
        int own = OwnFields.length(message);
        String top = new String(
                message.slice(own, (int) Math.min(message.size(), (long) own + LONGEST)), StandardCharsets.ISO_8859_1);
        if (!top.startsWith("Received: ")) {
            return new TraceEnds(own, own);
        }
        int end = top.indexOf("\r\n");
        while (end >= 0 && end + 2 < top.length() && (top.charAt(end + 2) == '\t' || top.charAt(end + 2) == ' ')) {
            end = top.indexOf("\r\n", end + 2);
        }
        return new TraceEnds(own, end < 0 ? own : own + end + 2);
    }
}
