package org.jdbmail.core.reading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.listing.MessageSummary;
import org.jspecify.annotations.Nullable;

/**
 * The summaries of messages, from memory where a session has just asked for them, else from the store; for messages that
 * have none (DBMail wrote them) they are made once and kept. Safe for any number of threads.
 */
public final class Summaries {
    /** How many are read at once where they are many. */
    private static final int AT_ONCE = 500;

    private final Store store;
    private final Cache<Long, MessageSummary> recent;

    /** @param octets how much memory the summaries in memory may take */
    public Summaries(Store store, long octets) {
        this.store = store;
        this.recent = Caffeine.newBuilder()
                .maximumWeight(octets)
                .weigher((Long id, MessageSummary summary) -> weight(summary))
                .build();
    }

    private static int weight(MessageSummary summary) {
        return 300
                + summary.envelope().length
                + summary.bodyStructure().length
                + 2 * (length(summary.subject()) + length(summary.from()) + length(summary.to()))
                + 2 * (length(summary.cc()) + length(summary.messageId()));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /**
     * The summaries of physical messages, by their ids; those that are not there any more are left out.
     *
     * @param physIds at most a few thousand
     */
    public Map<Long, MessageSummary> of(List<Long> physIds) {
        Map<Long, MessageSummary> found = new HashMap<>(recent.getAllPresent(physIds));
        if (found.size() == physIds.size()) {
            return found;
        }
        Map<Long, MessageSummary> stored = store.look(tx -> tx.contents().summaries(without(physIds, found)));
        found.putAll(stored);
        List<Long> missing = without(physIds, found);
        if (!missing.isEmpty()) {
            Map<Long, MessageSummary> made = make(missing);
            if (!made.isEmpty()) {
                store.write(tx -> {
                    tx.contents().putSummaries(made);
                    return true;
                });
            }
            found.putAll(made);
        }
        recent.putAll(found);
        return found;
    }

    /**
     * The sizes of physical messages in octets, as they are served, by their ids; those that are not there any more are left
     * out.
     */
    public Map<Long, Long> sizes(List<Long> physIds) {
        Map<Long, Long> sizes = HashMap.newHashMap(physIds.size());
        for (int from = 0; from < physIds.size(); from += AT_ONCE) {
            of(physIds.subList(from, Math.min(physIds.size(), from + AT_ONCE)))
                    .forEach((id, summary) -> sizes.put(id, (long) summary.size()));
        }
        return sizes;
    }

    private static List<Long> without(List<Long> ids, Map<Long, MessageSummary> found) {
        List<Long> missing = new ArrayList<>();
        for (Long id : ids) {
            if (!found.containsKey(id)) {
                missing.add(id);
            }
        }
        return missing;
    }

    private Map<Long, MessageSummary> make(List<Long> physIds) {
        Map<Long, MessageSummary> made = new HashMap<>();
        ContentSlices slices = ContentSlices.ofUnknownSize(store, physIds);
        for (int from = 0; from < physIds.size(); ) {
            ContentSlices.Slice slice = slices.read(from, physIds.size());
            slice.contents().forEach((id, message) -> made.put(id, MessageSummary.of(message)));
            from = slice.to();
        }
        return made;
    }
}
