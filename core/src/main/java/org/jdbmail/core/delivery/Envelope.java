package org.jdbmail.core.delivery;

import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.store.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a message.
 *
 * @param id our name for the transaction, for logs
 * @param sender where reports of failure go; null address for none
 * @param parameters what the peer said beside it
 * @param due by when the message must be on its way; null for not said
 * @param recipients the accepted ones, in the order in which they were named; the same may be there twice
 * @param isJunk whether somebody who has inspected it takes it for junk: {@link JunkFirst} files it so
 */
public record Envelope(
        String id,
        EnvelopeAddress sender,
        MailParameters parameters,
        Outgoing.@Nullable Due due,
        List<Recipient> recipients,
        boolean isJunk) {
    /** One that nobody takes for junk. */
    public Envelope(
            String id,
            EnvelopeAddress sender,
            MailParameters parameters,
            Outgoing.@Nullable Due due,
            List<Recipient> recipients) {
        this(id, sender, parameters, due, recipients, false);
    }

    /** The same as junk. */
    public Envelope asJunk() {
        return new Envelope(id, sender, parameters, due, recipients, true);
    }

    /** The same from somebody else, for others. */
    public Envelope with(EnvelopeAddress from, List<Recipient> others) {
        return new Envelope(id, from, parameters, due, others, isJunk);
    }
}
