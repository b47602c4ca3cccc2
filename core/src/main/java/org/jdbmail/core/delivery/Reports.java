package org.jdbmail.core.delivery;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.compose.Report;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * Reports to the sender of what a delivery did.
 *
 * @param hostname our own name
 * @param postmaster in whose name they are written
 */
record Reports(String hostname, EnvelopeAddress postmaster) {
    /** RFC 3461 §5.2.7: a sender who asked for it is told that a message is in its mailbox. */
    Letter delivered(Envelope envelope, Recipient recipient, PreparedMessage message, Instant received) {
        return letter(envelope, recipient, message, received, Report.Action.DELIVERED, "2.0.0", "");
    }

    /** Whoever was to get it does not want it, and says why. */
    Letter rejected(Envelope envelope, Recipient recipient, PreparedMessage message, String text, Instant received) {
        return letter(envelope, recipient, message, received, Report.Action.FAILED, "5.7.1", text);
    }

    private Letter letter(
            Envelope envelope,
            Recipient recipient,
            PreparedMessage message,
            Instant received,
            Report.Action action,
            String status,
            String text) {
        Report report = new Report(
                hostname,
                postmaster,
                envelope.sender(),
                envelope.parameters().envelopeId(),
                received,
                List.of(new Report.Recipient(
                        recipient.address().toString(), recipient.parameters(), action, status, "", text)),
                null);
        int from = OwnFields.length(message.bytes());
        int end = Math.max(from, message.structure().headerEnd());
        byte[] header = message.bytes().slice(from, end);
        return new Letter(
                EnvelopeAddress.NULL,
                envelope.sender(),
                report.write(received, new Report.Returned(header, header.length, false)));
    }
}
