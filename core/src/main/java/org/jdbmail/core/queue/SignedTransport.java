package org.jdbmail.core.queue;

import java.util.List;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;

/**
 * Signs what goes another way.
 *
 * @param away that way
 */
public record SignedTransport(Signer signer, Transport away) implements PassingTransport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return away.send(mail, signer.signed(mail, content));
    }
}
