package org.jdbmail.core.reading;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mime.MessageBytes;
import org.jdbmail.core.store.Store;

/**
 * Whole messages of a list, in slices that follow each other: each slice is one short read of about a mebibyte, however long
 * the list and however large or small its messages. Safe for several threads.
 */
public final class ContentSlices {
    /** How many messages a slice has at most. */
    private static final int MESSAGES = 500;

    /** About how many octets of messages a slice holds; a larger message is a slice of its own. */
    private static final long OCTETS = 1 << 20;

    /** The messages in question, counted from 0. */
    public interface Messages {
        /** How many they are. */
        int count();

        /** The id of the physical message, which several may share. */
        long physId(int index);

        /** Octets of the message; -1 where that is not known before it is read. */
        long octets(int index);
    }

    /**
     * What was read.
     *
     * @param from index of the first message
     * @param to index after the last, which is where the next slice begins
     * @param contents by the ids of the physical messages; without those that are not there any more
     */
    public record Slice(int from, int to, Map<Long, MessageBytes> contents) {
        /** Whether that message was looked for. */
        public boolean covers(int index) {
            return index >= from && index < to;
        }
    }

    private final Store store;
    private final Messages messages;

    /** @param messages what must not change while slices are read */
    public ContentSlices(Store store, Messages messages) {
        this.store = store;
        this.messages = messages;
    }

    /** Slices of messages of which nothing is known but their ids. */
    public static ContentSlices ofUnknownSize(Store store, List<Long> physIds) {
        return new ContentSlices(store, new Messages() {
            @Override
            public int count() {
                return physIds.size();
            }

            @Override
            public long physId(int index) {
                return physIds.get(index);
            }

            @Override
            public long octets(int index) {
                return -1;
            }
        });
    }

    /**
     * Reads the slice that begins with a message, which is there.
     *
     * @param most how many messages it may have, at least 1
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE, CORRUPT
     */
    public Slice read(int from, int most) {
        int end = Math.min(messages.count(), from + Math.min(most, MESSAGES));
        int to = from;
        boolean sizesAreKnown = true;
        for (long octets = 0; to < end && octets < OCTETS; to++) {
            sizesAreKnown &= messages.octets(to) >= 0;
            octets += Math.max(0, messages.octets(to));
        }
        List<Long> ids = distinct(from, to);
        // Only where nobody knows the sizes is the store to ask for them.
        long budget = sizesAreKnown ? Long.MAX_VALUE : OCTETS;
        Map<Long, MessageBytes> contents = store.read(tx -> tx.contents().read(ids, budget));
        return new Slice(from, sizesAreKnown ? to : decided(from, to, ids, contents), contents);
    }

    private List<Long> distinct(int from, int to) {
        Set<Long> ids = new LinkedHashSet<>();
        for (int i = from; i < to; i++) {
            ids.add(messages.physId(i));
        }
        return new ArrayList<>(ids);
    }

    /**
     * Up to where the store has answered. It was asked in the order of the ids and stops where enough was read: what comes
     * before the last message that it gave and is not there does not exist; what comes after may.
     */
    private int decided(int from, int to, List<Long> ids, Map<Long, MessageBytes> contents) {
        if (contents.isEmpty()) {
            return to;
        }
        int last = ids.size() - 1;
        while (!contents.containsKey(ids.get(last))) {
            last--;
        }
        Set<Long> unanswered = Set.copyOf(ids.subList(last + 1, ids.size()));
        int end = from;
        while (end < to && !unanswered.contains(messages.physId(end))) {
            end++;
        }
        return end;
    }
}
