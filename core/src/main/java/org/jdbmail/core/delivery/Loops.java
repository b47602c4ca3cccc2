package org.jdbmail.core.delivery;

import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;

/**
 * Notices mail that comes round in a circle. Whoever sends a message on for an address leaves a mark with that address; where it comes back
 * to the address with the mark, or has passed more servers than any mail needs to, it is not sent on again.
 */
final class Loops {
    /** The field of the mark; mailing list managers and filters have used it for this for thirty years. */
    static final String MARK = "X-Loop";

    /** RFC 5321 §6.3 asks for at least 100 in servers that count; we look at what we would send on only. */
    private static final int MOST_HOPS = 50;

    /**
     * How often the address may stand in Delivered-To, which is put on top of what a program gets: now, and once from before, since mail that somebody
     * has fetched from a mailbox elsewhere may bring its own.
     */
    private static final int MOST_DELIVERED = 2;

    private Loops() {}

    /** Whether a message was sent on for that address before, or has gone round for too long. */
    static boolean isIn(MessageBytes message, EnvelopeAddress address) {
        return isRound(message, address)
                || HeaderField.named(message, MARK).stream().anyMatch(field -> is(field, address));
    }

    /** Whether a message has gone round for too long; what a program hands in again has no mark of ours. */
    static boolean isRound(MessageBytes message, EnvelopeAddress address) {
        int hops = 0;
        int delivered = 0;
        for (HeaderField field : HeaderField.list(message)) {
            if (field.is("Received")) {
                hops++;
            } else if (field.is("Delivered-To") && is(field, address)) {
                delivered++;
            }
        }
        return hops > MOST_HOPS || delivered > MOST_DELIVERED;
    }

    private static boolean is(HeaderField field, EnvelopeAddress address) {
        return field.text().strip().equalsIgnoreCase(address.toString());
    }

    /** The mark of an address, as a field. */
    static String mark(EnvelopeAddress address) {
        return MARK + ": " + address + "\r\n";
    }
}
