package org.jdbmail.core.reception;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * A message that has come whole, as an {@link Inspection} sees it.
 *
 * @param id our name for the transaction
 * @param recipients the accepted ones, as the client has named them
 * @param received the Received field that this server puts above the message, ended by CRLF
 * @param message the message as it came, without any field of ours above it; a message of a user or of a trusted client has been given
 *     Date, From and Message-ID where it had none. It lives as long as the call
 * @param when when it came
 */
public record Arriving(
        Caller caller,
        String id,
        EnvelopeAddress sender,
        MailParameters parameters,
        List<EnvelopeAddress> recipients,
        String received,
        MessageBytes message,
        Instant when) {
    /** Copies the list. */
    public Arriving {
        recipients = List.copyOf(recipients);
    }

    /** The same with another message. */
    public Arriving with(MessageBytes other) {
        return new Arriving(caller, id, sender, parameters, recipients, received, other, when);
    }
}
