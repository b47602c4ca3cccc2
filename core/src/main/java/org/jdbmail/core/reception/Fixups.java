package org.jdbmail.core.reception;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
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
     * The fields that a message lacks, each ended by CRLF; empty for none.
     *
     * @param id our name for the transaction
     */
    static String missing(MessageBytes message, EnvelopeAddress sender, String hostname, String id, Instant now) {
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
        return fields.toString();
    }
}
