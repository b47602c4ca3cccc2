package org.jdbmail.core.sending;

import java.util.List;
import org.jdbmail.core.queue.PassingTransport;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.rewriting.Rewriting;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * Gives mail that goes another way other addresses (Postfix's generic(5)): those that only this machine knows are nothing to others.
 *
 * @param away that way
 */
public record GenericTransport(Rewriting rewriting, Transport away) implements PassingTransport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return away.send(rewritten(mail), rewritten(content));
    }

    private QueuedMail rewritten(QueuedMail mail) {
        List<QueuedRecipient> recipients = mail.recipients().stream()
                .map(each -> each.with(MailTarget.of(rewriting.recipient(each.address()))))
                .toList();
        return mail.with(recipients).from(rewriting.sender(mail.sender()));
    }

    private MailContent rewritten(MailContent content) {
        MessageBytes message = content.message().after(content.from());
        MessageBytes changed = rewriting.header(message);
        return changed.equals(message) ? content : new MailContent(content.prefix(), changed, 0);
    }
}
