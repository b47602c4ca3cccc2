package org.jdbmail.core.queue;

import java.util.Collections;
import java.util.List;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;

/** Where nothing is set by which mail could leave: it waits until something is. */
public record NoTransport() implements Transport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return Collections.nCopies(
                mail.recipients().size(), SendResult.later("4.3.5", "neither smtp_host nor sendmail is set"));
    }
}
