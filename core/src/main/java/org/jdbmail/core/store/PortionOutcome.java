package org.jdbmail.core.store;

import java.util.List;
import org.jdbmail.core.mail.Refusal;

/** What became of one {@link Portion}. */
public sealed interface PortionOutcome {
    /**
     * All of it is done, durably.
     *
     * @param stored for each place in their order, but for those where it was before ({@link Placement#unlessRemembered})
     * @param queued how many of the outgoing mails were made
     */
    record Done(List<Delivered.Stored> stored, int queued) implements PortionOutcome {
        /** Copies the list. */
        public Done {
            stored = List.copyOf(stored);
        }
    }

    /**
     * Nothing of it is: OVER_QUOTA, NOT_FOUND for a mailbox or a charged user, LIMIT for a keyword that is too long, IN_USE
     * for a lease that is lost, EXPUNGED for a message that is to be replaced and is gone.
     */
    record Refused(Refusal refusal) implements PortionOutcome {}
}
