package org.jdbmail.core.store;

import java.time.Instant;
import org.jdbmail.core.smtp.RecipientParameters;

/**
 * One recipient of a message in the queue.
 *
 * @param id its number
 * @param target an address, or {@code |command} or {@code !command}
 * @param parameters what the sender asked for
 * @param isHeld whether it stays until an administrator lets it go
 * @param attempts how often it was tried, the attempt that is under way included
 * @param nextAttempt when it is due
 * @param lastReply what the other side said last; empty for nothing yet
 * @param isWarned whether the sender was told of the delay
 */
public record QueuedRecipient(
        long id,
        String target,
        RecipientParameters parameters,
        boolean isHeld,
        int attempts,
        Instant nextAttempt,
        String lastReply,
        boolean isWarned) {}
