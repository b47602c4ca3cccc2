package org.jdbmail.imapd.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntPredicate;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mime.MessageBytes;
import org.jdbmail.core.mime.MessageSummary;
import org.jdbmail.imapd.session.Shared;
import org.jspecify.annotations.Nullable;

/**
 * Reads what messages need, slice by slice: each slice in short reads of its own, and while one is being used the next is
 * read on another thread. Used by one thread.
 */
public final class SliceReader {
    /** How many messages a slice has at most; whole messages are bounded by octets, too. */
    private static final int MESSAGES = 500;

    /** About how many octets of messages a slice holds. */
    private static final long OCTETS = 1 << 20;

    /** Heads are cut by the store after this; a longer one is taken from the whole message. */
    private static final int LONGEST_HEAD = 1 << 20;

    private final Shared shared;
    private final MailboxSnapshot told;
    private final int[] places;
    private final IntPredicate needsSummary;
    private final FetchPlan.Source source;
    private int next;
    private @Nullable FutureTask<Slice> ahead;

    SliceReader(Shared shared, MailboxSnapshot told, int[] places, IntPredicate needsSummary, FetchPlan.Source source) {
        this.shared = shared;
        this.told = told;
        this.places = places;
        this.needsSummary = needsSummary;
        this.source = source;
    }

    /** Reads whole messages. */
    public static SliceReader messages(Shared shared, MailboxSnapshot told, int[] places) {
        return new SliceReader(shared, told, places, place -> false, FetchPlan.Source.ALL);
    }

    /** Reads the top header blocks of messages. */
    public static SliceReader heads(Shared shared, MailboxSnapshot told, int[] places) {
        return new SliceReader(shared, told, places, place -> false, FetchPlan.Source.HEAD);
    }

    /** Reads summaries of messages. */
    public static SliceReader summaries(Shared shared, MailboxSnapshot told, int[] places) {
        return new SliceReader(shared, told, places, place -> true, FetchPlan.Source.NOTHING);
    }

    /**
     * The next slice; null after the last.
     *
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE
     */
    public @Nullable Slice next() {
        FutureTask<Slice> task = ahead;
        ahead = null;
        if (task == null && next == places.length) {
            return null;
        }
        Slice slice = task == null ? read(next) : result(task);
        next = slice.to();
        if (next < places.length) {
            int from = next;
            FutureTask<Slice> following = new FutureTask<>(() -> read(from));
            Thread.ofVirtual().name("fetch-ahead").start(following);
            ahead = following;
        }
        return slice;
    }

    private static Slice result(FutureTask<Slice> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private Slice read(int from) {
        int to = Math.min(places.length, from + MESSAGES);
        Map<Long, MessageBytes> contents = Map.of();
        if (source == FetchPlan.Source.HEAD) {
            contents = heads(distinct(from, to));
        } else if (source == FetchPlan.Source.ALL) {
            to = withinOctets(from, to);
            List<Long> ids = distinct(from, to);
            long budget = sizesAreKnown(from, to) ? Long.MAX_VALUE : OCTETS;
            contents = shared.store().read(tx -> tx.contents().read(ids, budget));
            to = decided(from, to, ids, contents);
        }
        return new Slice(from, to, summaries(from, to), contents);
    }

    /** Up to where the messages fit into a slice, as far as their sizes are known: the store decides about the others. */
    private int withinOctets(int from, int most) {
        int to = from;
        for (long octets = 0; to < most && octets < OCTETS; to++) {
            octets += Math.max(0, told.octets(places[to]));
        }
        return to;
    }

    private boolean sizesAreKnown(int from, int to) {
        for (int i = from; i < to; i++) {
            if (told.octets(places[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private List<Long> distinct(int from, int to) {
        LinkedHashMap<Long, Boolean> ids = new LinkedHashMap<>();
        for (int i = from; i < to; i++) {
            ids.put(told.physId(places[i]), true);
        }
        return new ArrayList<>(ids.keySet());
    }

    /** Up to where the store has answered: all ids up to the last one that it gave were looked at. */
    private int decided(int from, int to, List<Long> ids, Map<Long, MessageBytes> contents) {
        if (contents.isEmpty()) {
            return to;
        }
        Map<Long, Integer> order = new HashMap<>();
        int last = 0;
        for (int i = 0; i < ids.size(); i++) {
            order.put(ids.get(i), i);
            if (contents.containsKey(ids.get(i))) {
                last = i;
            }
        }
        int end = from;
        while (end < to && order.getOrDefault(told.physId(places[end]), 0) <= last) {
            end++;
        }
        return end;
    }

    private Map<Long, MessageBytes> heads(List<Long> ids) {
        Map<Long, byte[]> heads = shared.store().read(tx -> tx.contents().heads(ids));
        Map<Long, MessageBytes> contents = new HashMap<>();
        for (Map.Entry<Long, byte[]> head : heads.entrySet()) {
            if (head.getValue().length < LONGEST_HEAD) {
                contents.put(head.getKey(), MessageBytes.of(head.getValue()));
            } else {
                List<Long> one = List.of(head.getKey());
                contents.putAll(shared.store().read(tx -> tx.contents().read(one, OCTETS)));
            }
        }
        return contents;
    }

    private Map<Long, MessageSummary> summaries(int from, int to) {
        List<Long> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (needsSummary.test(places[i])) {
                ids.add(told.physId(places[i]));
            }
        }
        return ids.isEmpty() ? Map.of() : shared.summaries().of(ids);
    }
}
