package org.jdbmail.core.queue;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.watch.About;
import org.jdbmail.core.watch.Tracer;

/**
 * A way by which mail leaves, of which each attempt is told.
 *
 * @param away that way
 */
public record TracedTransport(Transport away, Tracer tracer) implements PassingTransport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return tracer.in(
                "send",
                Map.of(
                        About.MESSAGE,
                        mail.origin(),
                        "recipients",
                        Integer.toString(mail.recipients().size())),
                () -> away.send(mail, content));
    }
}
