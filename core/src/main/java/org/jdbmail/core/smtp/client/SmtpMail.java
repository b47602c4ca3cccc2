package org.jdbmail.core.smtp.client;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jspecify.annotations.Nullable;

/**
 * A message to send.
 *
 * @param sender where reports of failure go
 * @param parameters what the sender asked for
 * @param deliverBy by when it must be on its way and whether it goes back then (RFC 2852); null for not said
 * @param recipients at least one
 */
public record SmtpMail(
        EnvelopeAddress sender,
        MailParameters parameters,
        @Nullable DeliverBy deliverBy,
        List<Recipient> recipients,
        MailContent content) {
    /** Whom it is for, and when its sender wants a report. */
    public record Recipient(EnvelopeAddress address, RecipientParameters parameters) {}

    /** A time, and whether the message goes back then; otherwise its sender is told. */
    public record DeliverBy(Instant when, boolean isReturned) {}

    /** Copies the list. */
    public SmtpMail {
        recipients = List.copyOf(recipients);
    }
}
