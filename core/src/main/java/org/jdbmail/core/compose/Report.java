package org.jdbmail.core.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jspecify.annotations.Nullable;

/**
 * A report to the sender of a message of what became of it (RFC 3464), as a multipart of RFC 6522: words for a person, fields for a program,
 * and the message or its header.
 *
 * @param host our own name
 * @param postmaster in whose name it is written
 * @param sender who gets it
 * @param envelopeId the sender's own name for the message; empty for none
 * @param arrived when the message came
 * @param recipients what became of it for each; at least one
 * @param retryUntil how long it is still tried; null for not at all
 */
public record Report(
        String host,
        EnvelopeAddress postmaster,
        EnvelopeAddress sender,
        String envelopeId,
        Instant arrived,
        List<Recipient> recipients,
        @Nullable Instant retryUntil) {
    /** Octets of a message that go back whole, where the sender did not say what is wanted. */
    private static final int MOST_RETURNED = 50_000;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What became of a message, as RFC 3464 §2.3.3 calls it. */
    public enum Action {
        FAILED("Undelivered mail returned to sender", "could not be delivered to"),
        DELAYED("Delayed mail (still being tried)", "could not be delivered yet to"),
        DELIVERED("Delivered", "was delivered to"),
        RELAYED("Sent on", "was sent on to a server that does not tell what becomes of it, for");

        private final String subject;
        private final String sentence;

        Action(String subject, String sentence) {
            this.subject = subject;
            this.sentence = sentence;
        }
    }

    /**
     * One recipient.
     *
     * @param address whom it was for; may also be a command
     * @param parameters what the sender said of this recipient
     * @param action what became of it
     * @param status enhanced status code
     * @param remoteHost who said so; empty where it was ourselves
     * @param diagnosis what was said
     */
    public record Recipient(
            String address,
            RecipientParameters parameters,
            Action action,
            String status,
            String remoteHost,
            String diagnosis) {}

    /** Copies the list. */
    public Report {
        recipients = List.copyOf(recipients);
    }

    /**
     * What goes back of the message.
     *
     * @param bytes the message as it travelled
     * @param headerLength octets of its header
     * @param isWhole whether the sender asked for all of it; null for not said
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes; never compared
    public record Returned(
            byte[] bytes, int headerLength, @Nullable Boolean isWhole) {}

    /** The report as a message. */
    public byte[] write(Instant now, Returned returned) {
        String boundary = "report-" + UUID.randomUUID();
        boolean isUtf8 = !sender.isAscii()
                || recipients.stream().anyMatch(each -> each.address.chars().anyMatch(c -> c >= 0x80))
                || hasEightBit(returned.bytes, returned.headerLength);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LetterWriter header = new LetterWriter()
                .address("From", "Mail Delivery System", postmaster)
                .address("To", sender)
                .field("Subject", recipients.getFirst().action.subject)
                .identity(now, host)
                // RFC 3834 §5
                .known("Auto-Submitted", "auto-replied")
                .known("MIME-Version", "1.0")
                .known("Content-Type", "multipart/report; report-type=delivery-status; boundary=\"" + boundary + "\"")
                .endHeader();
        write(out, header.bytes());
        write(out, "--" + boundary + "\r\n");
        write(out, new LetterWriter().textPart(words()));
        write(out, "\r\n--" + boundary + "\r\n");
        // RFC 6533 §4
        write(out, "Content-Type: message/" + (isUtf8 ? "global-" : "") + "delivery-status\r\n");
        write(out, isUtf8 ? "Content-Transfer-Encoding: 8bit\r\n\r\n" : "\r\n");
        write(out, fields());
        write(out, "\r\n--" + boundary + "\r\n");
        message(out, returned, isUtf8);
        write(out, "\r\n--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private static void message(ByteArrayOutputStream out, Returned returned, boolean isUtf8) {
        boolean isWhole = returned.isWhole == null ? returned.bytes.length <= MOST_RETURNED : returned.isWhole;
        int length = isWhole ? returned.bytes.length : returned.headerLength;
        String whole = isUtf8 ? "message/global" : "message/rfc822";
        String fields = isUtf8 ? "message/global-headers" : "text/rfc822-headers";
        write(out, "Content-Type: " + (isWhole ? whole : fields) + "\r\n");
        if (hasEightBit(returned.bytes, length)) {
            write(out, "Content-Transfer-Encoding: 8bit\r\n");
        }
        write(out, "\r\n");
        out.write(returned.bytes, 0, length);
    }

    private static boolean hasEightBit(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return true;
            }
        }
        return false;
    }

    private String words() {
        StringBuilder text = new StringBuilder("This is the mail system at " + host + ".\n");
        for (Recipient each : recipients) {
            text.append("\nYour message ")
                    .append(each.action.sentence)
                    .append("\n\n    <")
                    .append(each.address)
                    .append(">\n");
            if (!each.diagnosis.isEmpty()) {
                text.append("\n    ").append(LetterWriter.clean(each.diagnosis)).append('\n');
            }
        }
        if (retryUntil != null) {
            text.append("\nIt is still being tried, until ")
                    .append(DATE.format(retryUntil))
                    .append(".\n");
        }
        return text.toString();
    }

    // RFC 3464 §2.2, §2.3
    private String fields() {
        LetterWriter all = new LetterWriter();
        if (!envelopeId.isEmpty()) {
            all.known("Original-Envelope-Id", envelopeId);
        }
        all.known("Reporting-MTA", "dns; " + host);
        all.known("Arrival-Date", DATE.format(arrived));
        for (Recipient each : recipients) {
            all.endHeader();
            if (!each.parameters.originalType().isEmpty()) {
                all.known("Original-Recipient", each.parameters.originalType() + "; " + each.parameters.original());
            }
            all.known("Final-Recipient", (isAscii(each.address) ? "rfc822; " : "utf-8; ") + each.address);
            all.known("Action", each.action.name().toLowerCase(Locale.ROOT));
            all.known("Status", each.status);
            if (!each.remoteHost.isEmpty()) {
                all.known("Remote-MTA", "dns; " + each.remoteHost);
                all.known("Diagnostic-Code", "smtp; " + each.diagnosis);
            } else if (!each.diagnosis.isEmpty()) {
                all.known("Diagnostic-Code", "x-jdbmail; " + each.diagnosis);
            }
            if (retryUntil != null && each.action == Action.DELAYED) {
                all.known("Will-Retry-Until", DATE.format(retryUntil));
            }
        }
        return new String(all.bytes(), StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}
