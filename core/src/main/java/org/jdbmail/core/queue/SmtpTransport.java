package org.jdbmail.core.queue;

import java.util.List;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.smtp.client.SmtpClient;
import org.jdbmail.core.smtp.client.SmtpMail;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.QueuedMail;

/**
 * Sends by SMTP to the server that the settings name.
 *
 * @param client the way to it
 */
public record SmtpTransport(SmtpClient client) implements Transport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        Outgoing.Due due = mail.due();
        return client.send(new SmtpMail(
                mail.sender(),
                mail.parameters(),
                due == null ? null : new SmtpMail.DeliverBy(due.by(), due.isReturned()),
                mail.recipients().stream()
                        .map(each -> new SmtpMail.Recipient(each.address(), each.parameters()))
                        .toList(),
                content));
    }

    @Override
    public void close() {
        client.close();
    }
}
