package org.jdbmail.core.queue;

import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;

/** A way that does something to mail, and then takes another: all but the mail itself is asked of that one. */
public interface PassingTransport extends Transport {
    /** The other way. */
    Transport away();

    @Override
    default Set<String> lanes(QueuedMail mail) {
        return away().lanes(mail);
    }

    @Override
    default int limit(String lane) {
        return away().limit(lane);
    }

    @Override
    default Optional<SendResult.Failed> rest(String lane) {
        return away().rest(lane);
    }

    @Override
    default void close() {
        away().close();
    }
}
