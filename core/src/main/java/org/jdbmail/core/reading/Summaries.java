package org.jdbmail.core.reading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbmail.core.store.Contents;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.Progress;
import org.jdbmail.core.work.Worker;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.listing.SortKeys;

/**
 * What is kept of messages beside their bytes, from memory where a session has just asked for it, else from the store; for
 * messages of which nothing is kept (DBMail wrote them) it is made once and kept. Safe for any number of threads.
 */
public final class Summaries {
    /** How many are read at once where they are many. */
    private static final int AT_ONCE = 500;

    private static final int TEXT_OCTETS = 56;

    /** Reads something of many messages. */
    @FunctionalInterface
    private interface Stored<T> {
        Map<Long, T> read(Contents contents, Collection<Long> physIds);
    }

    private final Store store;
    private final Cache<Long, Listing> listings;
    private final Cache<Long, SortKeys> keys;
    private final Worker worker;

    /**
     * Computes where it is asked.
     *
     * @param listingOctets how much memory listings may take
     * @param keyOctets how much memory sort keys may take
     */
    public Summaries(Store store, long listingOctets, long keyOctets) {
        this.store = store;
        this.listings = Caffeine.newBuilder()
                .maximumWeight(listingOctets)
                .weigher((Long id, Listing listing) -> 200 + listing.envelope().length + listing.bodyStructure().length)
                .build();
        this.keys = Caffeine.newBuilder()
                .maximumWeight(keyOctets)
                .weigher((Long id, SortKeys key) -> weight(key))
                .build();
        this.worker = Worker.HERE;
    }

    private Summaries(Summaries other, Worker worker) {
        this.store = other.store;
        this.listings = other.listings;
        this.keys = other.keys;
        this.worker = worker;
    }

    /** The same, with the same memory, computing by somebody else. */
    Summaries by(Worker other) {
        return new Summaries(this, other);
    }

    private static int weight(SortKeys key) {
        int octets = 200 + 7 * TEXT_OCTETS + text(key.subject()) + text(key.from()) + text(key.to()) + text(key.cc());
        octets += text(key.displayFrom()) + text(key.displayTo()) + text(key.threadId());
        String id = key.messageId();
        octets += id == null ? 0 : text(id);
        for (String reference : key.references()) {
            octets += TEXT_OCTETS + text(reference);
        }
        return octets;
    }

    private static int text(String text) {
        return 2 * text.length();
    }

    /**
     * What listings show of physical messages, by their ids; those that are not there any more are left out.
     *
     * @param physIds at most a few thousand
     */
    public Map<Long, Listing> of(List<Long> physIds) {
        return of(physIds, listings, Contents::listings, MessageSummary::listing);
    }

    /** What physical messages are sorted by, by their ids; those that are not there any more are left out. */
    public Map<Long, SortKeys> sortKeys(List<Long> physIds, Checkpoint checkpoint) {
        Map<Long, SortKeys> found = HashMap.newHashMap(physIds.size());
        List<Long> missing = new ArrayList<>();
        // One by one: a map of those in memory for each portion, put into this one, is most of what sorting again would
        // cost.
        for (Long id : physIds) {
            SortKeys known = keys.getIfPresent(id);
            if (known == null) {
                missing.add(id);
            } else {
                found.put(id, known);
            }
        }
        for (int from = 0; from < missing.size(); from += AT_ONCE) {
            checkpoint.pass();
            List<Long> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
            found.putAll(of(some, keys, Contents::sortKeys, MessageSummary::keys));
        }
        return found;
    }

    /**
     * The beginnings of physical messages' texts, by their ids; those that are not there any more are left out.
     *
     * @param physIds at most a few thousand
     * @param make whether to make those that aren't kept yet, which means to read the messages
     */
    public Map<Long, String> previews(List<Long> physIds, boolean make) {
        Map<Long, String> stored = store.look(tx -> tx.contents().previews(physIds));
        return make ? completed(physIds, stored, MessageSummary::preview) : stored;
    }

    private <T> Map<Long, T> of(
            List<Long> physIds, Cache<Long, T> cache, Stored<T> stored, Function<MessageSummary, T> part) {
        Map<Long, T> found = new HashMap<>(cache.getAllPresent(physIds));
        if (found.size() == physIds.size()) {
            return found;
        }
        found.putAll(store.look(tx -> stored.read(tx.contents(), without(physIds, found))));
        Map<Long, T> all = completed(physIds, found, part);
        cache.putAll(all);
        return all;
    }

    private <T> Map<Long, T> completed(List<Long> physIds, Map<Long, T> found, Function<MessageSummary, T> part) {
        List<Long> missing = without(physIds, found);
        if (missing.isEmpty()) {
            return found;
        }
        Map<Long, MessageSummary> made = make(missing);
        if (!made.isEmpty()) {
            store.write(tx -> {
                tx.contents().putSummaries(made);
                return true;
            });
        }
        Map<Long, T> all = new HashMap<>(found);
        made.forEach((id, summary) -> all.put(id, part.apply(summary)));
        return all;
    }

    /**
     * The sizes of physical messages in octets, as they are served, by their ids; those that are not there any more are left
     * out.
     */
    public Map<Long, Long> sizes(List<Long> physIds) {
        Map<Long, Long> sizes = HashMap.newHashMap(physIds.size());
        for (int from = 0; from < physIds.size(); from += AT_ONCE) {
            of(physIds.subList(from, Math.min(physIds.size(), from + AT_ONCE)))
                    .forEach((id, listing) -> sizes.put(id, (long) listing.size()));
        }
        return sizes;
    }

    private static List<Long> without(List<Long> ids, Map<Long, ?> found) {
        List<Long> missing = new ArrayList<>();
        for (Long id : ids) {
            if (!found.containsKey(id)) {
                missing.add(id);
            }
        }
        return missing;
    }

    /** Reads where it is asked and computes elsewhere, so that no turn is spent on waiting for the store. */
    private Map<Long, MessageSummary> make(List<Long> physIds) {
        Map<Long, MessageSummary> made = new HashMap<>();
        ContentSlices slices = ContentSlices.ofUnknownSize(store, physIds);
        for (int from = 0; from < physIds.size(); ) {
            ContentSlices.Slice slice = slices.read(from, physIds.size());
            made.putAll(worker.briefly(progress -> summaries(slice.contents(), progress)));
            from = slice.to();
        }
        return made;
    }

    private static Map<Long, MessageSummary> summaries(Map<Long, MessageBytes> messages, Progress progress) {
        Map<Long, MessageSummary> made = HashMap.newHashMap(messages.size());
        messages.forEach((id, message) -> {
            progress.check();
            made.put(id, MessageSummary.of(message));
        });
        return made;
    }
}
