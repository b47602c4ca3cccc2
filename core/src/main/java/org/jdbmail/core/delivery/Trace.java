package org.jdbmail.core.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * The header fields that go before a message when it is delivered: Return-Path, Delivered-To and Received (RFC 5321 §4.4).
 * The message itself, with whatever fields of these names it has, stays as it came.
 *
 * @param helo who the client said it is
 * @param name the name of the client's address; empty where not known
 * @param address the client's address; empty where it has none, as on a Unix socket
 * @param host our own name
 * @param protocol a word of the registry of RFC 3848 and RFC 6531 §4.3, such as {@code LMTPS}
 * @param id our name for the transaction
 */
public record Trace(String helo, String name, String address, String host, String protocol, String id) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A second and how it is written: a busy server needs the same for many messages. */
    private record Second(long epochSecond, String text) {}

    private static volatile Second latest = new Second(0, DATE.format(Instant.EPOCH));

    /**
     * The fields as they are stored.
     *
     * @param recipients all that were accepted: with only one, it is told in Delivered-To and Received; with several it is
     *     not, so that none learns of the others and all share one content
     */
    public byte[] fields(EnvelopeAddress sender, List<EnvelopeAddress> recipients, Instant received) {
        StringBuilder all = new StringBuilder(256);
        top(all, sender, recipients);
        all.append("Received: from ").append(word(helo));
        if (!address.isEmpty()) {
            all.append(" (").append(name.isEmpty() ? "" : word(name) + " ");
            all.append('[')
                    .append(address.indexOf(':') < 0 ? "" : "IPv6:")
                    .append(address)
                    .append("])");
        }
        all.append("\r\n\tby ").append(word(host)).append(" with ").append(protocol);
        all.append(" id ").append(id);
        if (recipients.size() == 1) {
            all.append("\r\n\tfor <").append(recipients.getFirst()).append('>');
        }
        all.append("; ").append(date(received)).append("\r\n");
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a mailbox gets on top of a message that has its Received fields: Return-Path and, with one recipient, Delivered-To. */
    public static byte[] top(EnvelopeAddress sender, List<EnvelopeAddress> recipients) {
        StringBuilder all = new StringBuilder(128);
        top(all, sender, recipients);
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void top(StringBuilder all, EnvelopeAddress sender, List<EnvelopeAddress> recipients) {
        all.append("Return-Path: <").append(sender).append(">\r\n");
        if (recipients.size() == 1) {
            all.append("Delivered-To: ").append(recipients.getFirst()).append("\r\n");
        }
    }

    private static String date(Instant time) {
        Second known = latest;
        if (known.epochSecond() != time.getEpochSecond()) {
            known = new Second(time.getEpochSecond(), DATE.format(time));
            latest = known;
        }
        return known.text();
    }

    /** Not a control character (C1 among them), a line end of Unicode, or a mark that turns the direction of writing. */
    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** What a peer calls itself, with nothing in it that means something in a structured field. */
    private static String word(String said) {
        StringBuilder clean = null;
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            if (c <= ' ' || !isPlain(c) || "()<>\\\";,@".indexOf(c) >= 0) {
                clean = clean == null ? new StringBuilder(said) : clean;
                clean.setCharAt(i, '?');
            }
        }
        return said.isEmpty() ? "unknown" : clean == null ? said : clean.toString();
    }
}
