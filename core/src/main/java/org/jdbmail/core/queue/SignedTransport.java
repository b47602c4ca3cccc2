package org.jdbmail.core.queue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;

/**
 * Signs what goes another way.
 *
 * @param away that way
 */
public record SignedTransport(Signer signer, Transport away) implements Transport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return away.send(mail, signer.signed(mail, content));
    }

    @Override
    public Set<String> lanes(QueuedMail mail) {
        return away.lanes(mail);
    }

    @Override
    public int limit(String lane) {
        return away.limit(lane);
    }

    @Override
    public Optional<SendResult.Failed> rest(String lane) {
        return away.rest(lane);
    }

    @Override
    public void close() {
        away.close();
    }
}
