package org.jdbmail.core.store;

import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;

/**
 * Whom mail is sent to.
 *
 * @param target an address, a program or a file
 * @param parameters what the sender asked for
 */
public record OutgoingRecipient(MailTarget target, RecipientParameters parameters) {
    /** Somebody, by his address. */
    public static OutgoingRecipient of(EnvelopeAddress address, RecipientParameters parameters) {
        return new OutgoingRecipient(MailTarget.of(address), parameters);
    }
}
