package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jspecify.annotations.Nullable;

/**
 * A message in the queue.
 *
 * @param id its number
 * @param physId its content
 * @param created when it was put there
 * @param origin our name for the transaction that made it
 * @param sender where reports of failure go
 * @param skipped octets at the content's beginning that don't travel
 * @param prefix header fields that go before the rest
 * @param parameters how it is written, and what its sender asked for
 * @param due by when it must be on its way; null for the queue's own patience
 * @param recipients whom it is still to be sent to
 */
public record QueuedMail(
        long id,
        long physId,
        Instant created,
        String origin,
        EnvelopeAddress sender,
        int skipped,
        String prefix,
        MailParameters parameters,
        Outgoing.@Nullable Due due,
        List<QueuedRecipient> recipients) {
    /** The same from somebody else. */
    public QueuedMail from(EnvelopeAddress other) {
        return new QueuedMail(id, physId, created, origin, other, skipped, prefix, parameters, due, recipients);
    }

    /** The same with only some of its recipients. */
    public QueuedMail with(List<QueuedRecipient> some) {
        return new QueuedMail(id, physId, created, origin, sender, skipped, prefix, parameters, due, some);
    }
}
