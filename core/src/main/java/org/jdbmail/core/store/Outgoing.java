package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jspecify.annotations.Nullable;

/**
 * Mail that is to be sent from the queue.
 *
 * @param origin our name for the transaction that made it, for logs
 * @param content which of the delivery's contents
 * @param skipped octets at its beginning that don't travel: fields that were put there for a mailbox
 * @param prefix header fields that go before the rest, each ended by CRLF; may be empty
 * @param sender where reports of failure go; null address for none
 * @param parameters how the content is written, and what the sender asked for
 * @param due when it must have been sent, and what happens otherwise; null for the queue's own patience
 * @param recipients at least one
 * @param once makes it only if the same was not made of late; null for in any case
 * @param isHeld whether it stays in the queue until an administrator lets it go
 */
public record Outgoing(
        String origin,
        int content,
        int skipped,
        String prefix,
        EnvelopeAddress sender,
        MailParameters parameters,
        @Nullable Due due,
        List<OutgoingRecipient> recipients,
        @Nullable ReplyMemory once,
        boolean isHeld) {
    /** Copies the list. */
    public Outgoing {
        recipients = List.copyOf(recipients);
    }

    /** Mail that goes as soon as it can. */
    public Outgoing(
            String origin,
            int content,
            int skipped,
            String prefix,
            EnvelopeAddress sender,
            MailParameters parameters,
            @Nullable Due due,
            List<OutgoingRecipient> recipients,
            @Nullable ReplyMemory once) {
        this(origin, content, skipped, prefix, sender, parameters, due, recipients, once, false);
    }

    /** The same, held back. */
    public Outgoing held() {
        return new Outgoing(origin, content, skipped, prefix, sender, parameters, due, recipients, once, true);
    }

    /** The same for others. */
    public Outgoing to(List<OutgoingRecipient> others) {
        return new Outgoing(origin, content, skipped, prefix, sender, parameters, due, others, once, isHeld);
    }

    /**
     * By when mail must be on its way (RFC 2852).
     *
     * @param by the time
     * @param isReturned whether it goes back then; otherwise its sender is only told
     */
    public record Due(Instant by, boolean isReturned) {}
}
