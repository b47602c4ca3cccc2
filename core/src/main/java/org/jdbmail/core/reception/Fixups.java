package org.jdbmail.core.reception;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;

/** Gives a message that somebody of ours sends the fields that it needs and does not have (RFC 6409 §8, RFC 5322 §3.6). */
final class Fixups {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Fixups() {}

    /**
     * The message with Date, From and Message-ID.
     *
     * @param message with the fields of its trace on top
     * @param id our name for the transaction
     */
    static MessageBytes complete(
            MessageBytes message, EnvelopeAddress sender, String hostname, String id, Instant now) {
        Set<String> missing = new HashSet<>(Set.of("date", "from", "message-id"));
        HeaderField.each(message, Set.copyOf(missing), field -> {
            missing.remove(HeaderField.key(field.name()));
            return !missing.isEmpty();
        });
        StringBuilder fields = new StringBuilder();
        if (missing.contains("date")) {
            fields.append("Date: ").append(DATE.format(now)).append("\r\n");
        }
        if (missing.contains("from") && !sender.isNull()) {
            fields.append("From: <").append(sender).append(">\r\n");
        }
        if (missing.contains("message-id")) {
            fields.append("Message-ID: <")
                    .append(id)
                    .append('@')
                    .append(hostname)
                    .append(">\r\n");
        }
        if (fields.isEmpty()) {
            return message;
        }
        int at = traceEnd(message);
        return MessageBytes.of(List.of(
                message.slice(0, at),
                fields.toString().getBytes(StandardCharsets.UTF_8),
                message.slice(at, message.size())));
    }

    /** Behind our own Received field, which stands behind what is for mailboxes. */
    private static int traceEnd(MessageBytes message) {
        String top = new String(message.slice(0, Math.min(message.size(), 8192)), StandardCharsets.ISO_8859_1);
        int at = top.indexOf("Received: ");
        int end = top.indexOf("\r\n", Math.max(at, 0));
        while (end >= 0 && end + 2 < top.length() && (top.charAt(end + 2) == '\t' || top.charAt(end + 2) == ' ')) {
            end = top.indexOf("\r\n", end + 2);
        }
        return at < 0 || end < 0 ? 0 : end + 2;
    }
}
