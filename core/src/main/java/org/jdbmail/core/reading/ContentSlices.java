package org.jdbmail.core.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * Whole messages of a list, or their heads, in slices that follow each other: each slice is one short read of about a mebibyte,
 * however long the list and however large or small its messages. Safe for several threads.
 */
public final class ContentSlices {
    /** How many messages a slice has at most. */
    private static final int MESSAGES = 500;

    /** Heads are cut by the store after this; a longer one is taken from the whole message. */
    private static final int LONGEST_HEAD = 1 << 20;

    /** How many times as many octets the messages of a slice of heads have, each counted up to {@link #LONGEST_HEAD}. */
    private static final long HEADS = 16;

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
     * @param contents messages or heads by the ids of the physical messages; without those that are not there any more, and
     *     those that are damaged
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
     * @throws Refusal UNAVAILABLE
     */
    public Slice read(int from, int most) {
        return read(from, most, Room.LARGEST);
    }

    /**
     * As above.
     *
     * @param octets about how many it has; a larger message is a slice of its own
     */
    public Slice read(int from, int most, long octets) {
        int to = end(from, Math.min(messages.count(), from + Math.min(most, MESSAGES)), octets);
        List<Long> ids = distinct(from, to);
        // Only where nobody knows the sizes is the store to ask for them.
        boolean sizesAreKnown = sizesAreKnown(from, to);
        Map<Long, MessageBytes> contents = read(store, ids, sizesAreKnown ? Long.MAX_VALUE : octets);
        return new Slice(from, sizesAreKnown ? to : decided(from, to, ids, contents), contents);
    }

    /**
     * Reads the top header blocks of the slice that begins with a message, which is there, each with the blank line that ends
     * it. One that is a mebibyte or longer comes as the whole message.
     *
     * @param octets about how many it has, where heads are what they mostly are
     * @throws Refusal UNAVAILABLE
     */
    public Slice readHeads(int from, long octets) {
        int to = endOfHeads(from, Math.min(messages.count(), from + MESSAGES), octets * HEADS);
        List<Long> ids = distinct(from, to);
        Map<Long, byte[]> heads = store.look(tx -> tx.contents().heads(ids));
        Map<Long, MessageBytes> contents = HashMap.newHashMap(heads.size());
        heads.forEach((id, head) -> {
            if (head.length < LONGEST_HEAD) {
                contents.put(id, MessageBytes.of(head));
            } else {
                contents.putAll(read(store, List.of(id), Long.MAX_VALUE));
            }
        });
        return new Slice(from, to, contents);
    }

    /**
     * Reads messages without a transaction, which would cost another round trip or two. What is stored of a message never
     * changes; but one that is expunged between two statements looks damaged, so whether it is shows only within one state. The
     * damaged ones don't keep the others from being read.
     *
     * @param byteBudget as for {@link org.jdbmail.core.store.Contents#read}
     * @throws Refusal UNAVAILABLE
     */
    private static Map<Long, MessageBytes> read(Store store, List<Long> physIds, long byteBudget) {
        return unlessDamaged(() -> store.look(tx -> tx.contents().read(physIds, byteBudget)))
                .or(() -> unlessDamaged(() -> store.read(tx -> tx.contents().read(physIds, byteBudget))))
                .orElseGet(() -> readWithCare(store, physIds, byteBudget));
    }

    private static Optional<Map<Long, MessageBytes>> unlessDamaged(Supplier<Map<Long, MessageBytes>> reading) {
        try {
            return Optional.of(reading.get());
        } catch (Refusal refusal) {
            if (refusal.reason() != Reason.CORRUPT) {
                throw refusal;
            }
            return Optional.empty();
        }
    }

    /** One by one, in the order of the ids, those that can be read. */
    private static Map<Long, MessageBytes> readWithCare(Store store, List<Long> physIds, long byteBudget) {
        Map<Long, MessageBytes> found = new LinkedHashMap<>();
        long left = byteBudget;
        for (Long id : physIds) {
            Map<Long, MessageBytes> one = unlessDamaged(
                            () -> store.read(tx -> tx.contents().read(List.of(id), Long.MAX_VALUE)))
                    .orElse(Map.of());
            for (MessageBytes message : one.values()) {
                left -= message.size();
            }
            if (left < 0 && !found.isEmpty()) {
                break;
            }
            found.putAll(one);
        }
        return found;
    }

    /** Where enough octets come together, as far as they are known. */
    private int end(int from, int most, long enough) {
        int to = from;
        for (long octets = 0; to < most && octets < enough; to++) {
            octets += Math.max(0, messages.octets(to));
        }
        return to;
    }

    /** Up to where all heads together are small, whatever the messages are made of. */
    private int endOfHeads(int from, int most, long enough) {
        int to = from;
        for (long octets = 0; to < most && octets < enough; to++) {
            long size = messages.octets(to);
            octets += size < 0 ? LONGEST_HEAD : Math.min(size, LONGEST_HEAD);
        }
        return to;
    }

    private boolean sizesAreKnown(int from, int to) {
        for (int i = from; i < to; i++) {
            if (messages.octets(i) < 0) {
                return false;
            }
        }
        return true;
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
