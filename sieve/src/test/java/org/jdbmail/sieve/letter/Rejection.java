package org.jdbmail.sieve.letter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.run.Digests;

/**
 * The letter by which Pigeonhole tells a sender that a message was refused (RFC 5429 §2.2.1, RFC 8098), whose cases look into it. Deliveries say it in
 * the protocol, or by a report of the queue's.
 */
public final class Rejection {
    private Rejection() {}

    /**
     * Writes it.
     *
     * @param original the message as it came (RFC 5293 §7)
     * @param host the name of this server
     */
    public static Effect.Letter of(DeliveryFacts delivery, Mail original, String reason, String host) {
        Address sender = Address.ofEnvelope(delivery.sender());
        Draft draft = new Draft(delivery.messageId(), delivery.received(), delivery.zone());
        draft.plain("From", "Postmaster <" + delivery.policy().administrator() + '>');
        draft.address("To", "", sender);
        draft.text("Subject", "Rejected: " + Words.cut(subject(original), 200));
        draft.plain("Auto-Submitted", "auto-replied (rejected)");
        draft.plain("Precedence", "bulk");
        draft.plain("MIME-Version", "1.0");
        String boundary = "=_" + Digests.of(delivery.messageId(), reason).substring(0, 32);
        draft.plain(
                "Content-Type", "multipart/report; report-type=disposition-notification; boundary=\"" + boundary + '"');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(draft.bytes());
        part(out, boundary);
        out.writeBytes(new Draft()
                .textPart("Your message to <" + delivery.recipient() + "> was automatically rejected:\r\n\r\n" + reason)
                .bytes());
        part(out, boundary);
        out.writeBytes(ascii("Content-Type: message/disposition-notification\r\n\r\n"));
        out.writeBytes(disposition(delivery, original, host));
        part(out, boundary);
        out.writeBytes(ascii("Content-Type: text/rfc822-headers\r\n\r\n"));
        for (Field field : original.fields().all()) {
            out.write(field.bytes(), field.from(), field.to() - field.from());
        }
        out.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return new Effect.Letter("", List.of(sender.written()), out.toByteArray());
    }

    private static byte[] disposition(DeliveryFacts delivery, Mail original, String host) {
        Draft draft = new Draft();
        draft.plain("Reporting-UA", host + "; JDBMail");
        if (!delivery.original().equals(delivery.recipient())) {
            draft.plain("Original-Recipient", "rfc822; " + delivery.original());
        }
        draft.plain("Final-Recipient", "rfc822; " + delivery.recipient());
        for (Field field : original.named("message-id")) {
            draft.plain("Original-Message-ID", field.raw());
        }
        // RFC 5429 §2.2.1.
        draft.plain("Disposition", "automatic-action/MDN-sent-automatically; deleted");
        return draft.bytes();
    }

    private static String subject(Mail original) {
        return original.named("subject").isEmpty()
                ? "your message"
                : original.named("subject").getFirst().text();
    }

    private static void part(ByteArrayOutputStream out, String boundary) {
        out.writeBytes(ascii("\r\n--" + boundary + "\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
