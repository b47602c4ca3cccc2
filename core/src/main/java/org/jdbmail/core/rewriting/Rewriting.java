package org.jdbmail.core.rewriting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;

/**
 * Rewrites addresses by tables: senders by some, recipients by others.
 *
 * @param senders one after the other
 * @param recipients one after the other
 */
public record Rewriting(List<AddressMap> senders, List<AddressMap> recipients) {
    /** None. */
    public static final Rewriting NONE = new Rewriting(List.of(), List.of());

    private static final Set<String> OF_SENDERS =
            Set.of("from", "sender", "reply-to", "resent-from", "resent-sender", "resent-reply-to", "errors-to");
    private static final Set<String> OF_RECIPIENTS =
            Set.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc", "apparently-to");

    /** Octets of a header that are looked at. */
    private static final int MOST = 1 << 20;

    /** Copies the lists. */
    public Rewriting {
        senders = List.copyOf(senders);
        recipients = List.copyOf(recipients);
    }

    /** Whether nothing is rewritten. */
    public boolean isNone() {
        return senders.isEmpty() && recipients.isEmpty();
    }

    /** What stands for a sender. */
    public EnvelopeAddress sender(EnvelopeAddress address) {
        return mapped(senders, address);
    }

    /** What stands for a recipient. */
    public EnvelopeAddress recipient(EnvelopeAddress address) {
        return mapped(recipients, address);
    }

    private static EnvelopeAddress mapped(List<AddressMap> maps, EnvelopeAddress address) {
        EnvelopeAddress now = address;
        for (AddressMap map : maps) {
            now = map.mapped(now);
        }
        return now;
    }

    /** The message with other addresses in its header; itself where none changes. Nothing else of it does. */
    public MessageBytes header(MessageBytes message) {
        if (isNone()) {
            return message;
        }
        // As one octet each, so that whatever is not rewritten stays as it is.
        String top = new String(message.slice(0, Math.min(message.size(), MOST)), StandardCharsets.ISO_8859_1);
        int headerEnd = headerEnd(top);
        StringBuilder changed = new StringBuilder();
        int done = 0;
        for (int start = 0; start < headerEnd; ) {
            int end = fieldEnd(top, start, headerEnd);
            int colon = top.indexOf(':', start);
            if (colon > start && colon < end) {
                String name = HeaderField.key(top.substring(start, colon).strip());
                List<AddressMap> maps =
                        OF_SENDERS.contains(name) ? senders : OF_RECIPIENTS.contains(name) ? recipients : List.of();
                for (AddressSpot spot : maps.isEmpty() ? List.<AddressSpot>of() : AddressSpot.in(top, colon + 1, end)) {
                    EnvelopeAddress old = address(top.substring(spot.from(), spot.to()));
                    EnvelopeAddress other = mapped(maps, old);
                    if (!other.equals(old)) {
                        changed.append(top, done, spot.from()).append(octets(other));
                        done = spot.to();
                    }
                }
            }
            start = end;
        }
        if (done == 0) {
            return message;
        }
        changed.append(top, done, headerEnd);
        return MessageBytes.joined(changed.toString().getBytes(StandardCharsets.ISO_8859_1), message.after(headerEnd));
    }

    private static EnvelopeAddress address(String octets) {
        return AddressSpot.parse(new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String octets(EnvelopeAddress address) {
        return new String(address.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Where the last whole field ends before an empty line, or before as much as is looked at. */
    private static int headerEnd(String top) {
        int start = 0;
        while (start < top.length()) {
            int end = top.indexOf('\n', start);
            boolean isEmpty = top.startsWith("\r\n", start) || top.startsWith("\n", start);
            if (end < 0 || isEmpty) {
                return start;
            }
            start = end + 1;
        }
        return start;
    }

    private static int fieldEnd(String top, int start, int headerEnd) {
        int end = start;
        do {
            end = top.indexOf('\n', end) + 1;
        } while (end < headerEnd && (top.charAt(end) == ' ' || top.charAt(end) == '\t'));
        return end;
    }
}
