package org.jdbmail.core.moving.stored;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;

/** The bytes of many messages, a few at a time. */
public final class StoredContents {
    private static final int AT_ONCE = 200;
    private static final long OCTETS = 16L << 20;

    /** What is done with a message. */
    public interface Use {
        /** Takes a message and its bytes, which are read while this runs. */
        void take(StoredMessage message, MessageBytes bytes) throws IOException;
    }

    private StoredContents() {}

    /**
     * Gives messages to a consumer, in their order; those whose content is gone, since they were expunged meanwhile, are left out.
     *
     * @return how many were given
     */
    public static int each(Store store, List<StoredMessage> messages, Use use) throws IOException {
        int given = 0;
        int at = 0;
        while (at < messages.size()) {
            List<StoredMessage> some = messages.subList(at, Math.min(at + AT_ONCE, messages.size()));
            List<Long> ids = some.stream().map(StoredMessage::physId).distinct().toList();
            Map<Long, MessageBytes> contents = store.read(tx -> tx.contents().read(ids, OCTETS));
            // Those after the last one that came did not fit; none at all: none of them is there any more.
            int done = contents.isEmpty() ? some.size() : 0;
            for (int i = 0; i < some.size() && !contents.isEmpty(); i++) {
                MessageBytes bytes = contents.get(some.get(i).physId());
                if (bytes != null) {
                    use.take(some.get(i), bytes);
                    given++;
                    done = i + 1;
                }
            }
            at += done;
        }
        return given;
    }
}
