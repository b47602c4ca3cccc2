package org.jdbmail.core.queue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Where a message goes: destinations that take only so many at a time. None where nothing limits them. */
    default Set<String> lanes(QueuedMail mail) {
        return Set.of();
    }

    /** How many messages a destination takes at a time. */
    default int limit(String lane) {
        return Integer.MAX_VALUE;
    }

    /** Why nothing is sent to a destination at the moment; empty where it is tried. */
    default Optional<SendResult.Failed> rest(String lane) {
        return Optional.empty();
    }

    /** Ends what was kept for the next message. */
    @Override
    default void close() {}
}
