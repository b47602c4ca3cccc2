package org.jdbmail.core.queue;

import java.util.List;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;

/** A way by which mail leaves. Used by several threads. */
public interface Transport extends AutoCloseable {
    /**
     * Hands a message over. Takes its time, but ends.
     *
     * @param mail the message with the recipients it is for now
     * @return what came of it for each recipient, in their order
     */
    List<SendResult> send(QueuedMail mail, MailContent content);

    /** Ends what was kept for the next message. */
    @Override
    default void close() {}
}
