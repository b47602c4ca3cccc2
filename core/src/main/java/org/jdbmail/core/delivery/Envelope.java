package org.jdbmail.core.delivery;

import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;

/**
 * What goes with a message.
 *
 * @param id our name for the transaction, for logs
 * @param sender where reports of failure go; null address for none
 * @param parameters what the peer said beside it
 * @param recipients the accepted ones, in the order in which they were named; the same may be there twice
 */
public record Envelope(String id, EnvelopeAddress sender, MailParameters parameters, List<Recipient> recipients) {
    /** Copies the list. */
    public Envelope {
        recipients = List.copyOf(recipients);
    }
}
