package org.jdbmail.core.store;

import java.time.Instant;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;

/**
 * One recipient of a message in the queue.
 *
 * @param id its number
 * @param target an address, a program or a file
 * @param parameters what the sender asked for
 * @param isHeld whether it stays until an administrator lets it go
 * @param attempts how often it was tried, the attempt that is under way included
 * @param nextAttempt when it is due
 * @param lastReply what the other side said last; empty for nothing yet
 * @param isWarned whether the sender was told of the delay
 */
public record QueuedRecipient(
        long id,
        MailTarget target,
        RecipientParameters parameters,
        boolean isHeld,
        int attempts,
        Instant nextAttempt,
        String lastReply,
        boolean isWarned) {
    /** The same elsewhere. */
    public QueuedRecipient with(MailTarget other) {
        return new QueuedRecipient(id, other, parameters, isHeld, attempts, nextAttempt, lastReply, isWarned);
    }

    /** Its address; the null address if it is a program or a file. */
    public EnvelopeAddress address() {
        return switch (target) {
            case MailTarget.Address(EnvelopeAddress address) -> address;
            case MailTarget.Command ignored -> EnvelopeAddress.NULL;
            case MailTarget.File ignored -> EnvelopeAddress.NULL;
        };
    }
}
