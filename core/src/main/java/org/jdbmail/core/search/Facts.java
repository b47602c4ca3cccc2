package org.jdbmail.core.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.mime.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a search may want to know of the messages of a mailbox beside the index and their bytes.
 *
 * @param saveTimes of those whose internal date doesn't tell it, by UID
 * @param threads ids of threads by physical message
 */
record Facts(Map<Long, Long> saveTimes, Map<Long, String> threads) {
    /** Reads those that the key asks for. */
    static Facts of(Readings readings, MailboxSnapshot told, long mailboxId, SearchKey key, Checkpoint checkpoint) {
        Map<Long, Long> saveTimes = key.has(part -> part instanceof SearchKey.Saved)
                ? readings.store().look(tx -> tx.messages().saveTimes(mailboxId))
                : Map.of();
        Map<Long, String> threads = new HashMap<>();
        if (key.has(part -> part instanceof SearchKey.ThreadId)) {
            List<Long> ids = new ArrayList<>();
            for (int place = 0; place < told.size(); place++) {
                ids.add(told.physId(place));
            }
            readings.summaries().sortKeys(ids, checkpoint).forEach((id, keys) -> threads.put(id, keys.threadId()));
        }
        return new Facts(saveTimes, threads);
    }

    /** When the message at a place came into its mailbox, in seconds since 1970. */
    long saved(MailboxSnapshot told, int place) {
        return saveTimes.getOrDefault(told.uid(place), told.internalDate(place));
    }

    /** The thread of a physical message; null if that is gone. */
    @Nullable
    String thread(long physId) {
        return threads.get(physId);
    }
}
