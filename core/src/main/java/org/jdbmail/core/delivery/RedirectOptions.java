package org.jdbmail.core.delivery;

import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters.Returned;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Outgoing.Due;
import org.jspecify.annotations.Nullable;

/**
 * How a message is sent on.
 *
 * @param sender where reports of failure go; null for the message's own sender, rewritten where the settings say so
 * @param parameters when reports are wanted; null for what the message's sender asked for
 * @param returned what a report is to hold; null for what the message's sender asked for
 * @param due by when it must be on its way; null for what the message's sender asked for
 */
public record RedirectOptions(
        @Nullable EnvelopeAddress sender,
        @Nullable RecipientParameters parameters,
        @Nullable Returned returned,
        @Nullable Due due) {
    /** As the message's sender asked for. */
    public static final RedirectOptions USUAL = new RedirectOptions(null, null, null, null);
}
