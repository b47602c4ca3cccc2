package org.jdbmail.core.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Contents;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Work;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where slices end, and what the store is asked for. */
class ContentSlicesTest {
    private static final int MIB = 1 << 20;

    private record Asked(List<Long> ids, long budget) {}

    private record Message(long physId, long octets) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Map<Long, Integer> stored = new LinkedHashMap<>();
    private final List<Message> list = new ArrayList<>();
    private @Nullable Reason trouble;
    private int inOneState;

    /** What cannot be put together any more, and keeps a statement that asks for it from answering. */
    private final Set<Long> damaged = new HashSet<>();

    /** What the store holds and what the list says of it. */
    private void message(long physId, int size, boolean isKnown) {
        stored.put(physId, size);
        list.add(new Message(physId, isKnown ? size : -1));
    }

    private ContentSlices slices() {
        return new ContentSlices(store(), new ContentSlices.Messages() {
            @Override
            public int count() {
                return list.size();
            }

            @Override
            public long physId(int index) {
                return list.get(index).physId;
            }

            @Override
            public long octets(int index) {
                return list.get(index).octets;
            }
        });
    }

    /** Does with a budget what {@link Contents#read} promises. */
    private Map<Long, MessageBytes> read(List<Long> ids, long budget) {
        asked.add(new Asked(List.copyOf(ids), budget));
        if (ids.stream().anyMatch(damaged::contains)) {
            throw new Refusal(Reason.CORRUPT, "a part is missing");
        }
        Map<Long, MessageBytes> found = new LinkedHashMap<>();
        long left = budget;
        for (Long id : ids) {
            Integer size = stored.get(id);
            if (size != null) {
                left -= size;
                if (left < 0 && !found.isEmpty()) {
                    break;
                }
                found.put(id, MessageBytes.of(new byte[size]));
            }
        }
        return found;
    }

    private Store store() {
        Contents contents = only(
                Contents.class,
                Map.of(
                        "read", arguments -> read(longs((Collection<?>) arguments[0]), (Long) arguments[1]),
                        "heads", arguments -> heads(longs((Collection<?>) arguments[0]))));
        Tx tx = only(Tx.class, Map.of("contents", arguments -> contents));
        return only(
                Store.class,
                Map.of(
                        "look",
                        arguments -> {
                            if (trouble != null) {
                                throw new Refusal(trouble, "between two statements");
                            }
                            return ((Work<?>) arguments[0]).run(tx);
                        },
                        "read",
                        arguments -> {
                            inOneState++;
                            return ((Work<?>) arguments[0]).run(tx);
                        }));
    }

    private Map<Long, byte[]> heads(List<Long> ids) {
        asked.add(new Asked(List.copyOf(ids), -1));
        Map<Long, byte[]> found = new HashMap<>();
        for (Long id : ids) {
            Integer size = stored.get(id);
            if (size != null) {
                found.put(id, new byte[Math.min(size, MIB)]);
            }
        }
        return found;
    }

    private static List<Long> longs(Collection<?> ids) {
        return ids.stream().map(Long.class::cast).toList();
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T only(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Answer answer = answers.get(called.getName());
                    if (answer == null) {
                        throw new AssertionError("slices do not need " + called.getName());
                    }
                    return answer.to(arguments == null ? new Object[0] : arguments);
                }));
    }

    @Test
    void messagesOfKnownSizeAreReadWithoutAskingForSizesAndEndAtAMebibyte() {
        IntStream.rangeClosed(1, 10).forEach(id -> message(id, 300_000, true));
        ContentSlices.Slice slice = slices().read(0, 100);
        assertEquals(4, slice.to());
        assertEquals(List.of(new Asked(List.of(1L, 2L, 3L, 4L), Long.MAX_VALUE)), asked);
        assertEquals(4, slice.contents().size());
        assertTrue(slice.covers(3));
        assertEquals(8, slices().read(4, 100).to());
        assertEquals(10, slices().read(8, 100).to());
        assertEquals(0, inOneState);
    }

    @Test
    void aLargeMessageIsTheLastOfItsSlice() {
        message(1, 10, true);
        message(2, 50 * MIB, true);
        message(3, 10, true);
        assertEquals(2, slices().read(0, 100).to());
        assertEquals(3, slices().read(2, 100).to());
    }

    @Test
    void noMoreMessagesThanWantedAndNoMoreThanFiveHundredAreRead() {
        IntStream.rangeClosed(1, 2_000).forEach(id -> message(id, 10, true));
        assertEquals(3, slices().read(0, 3).to());
        assertEquals(500, slices().read(0, Integer.MAX_VALUE).to());
        assertEquals(2_000, slices().read(1_900, Integer.MAX_VALUE).to());
    }

    @Test
    void theStoreDecidesWhereASliceOfUnknownSizesEnds() {
        IntStream.rangeClosed(1, 10).forEach(id -> message(id, 400_000, false));
        ContentSlices.Slice slice = slices().read(0, 100);
        assertEquals(2, slice.to());
        assertEquals(MIB, asked.getFirst().budget());
        assertNotNull(slice.contents().get(2L));
        assertNull(slice.contents().get(3L));
    }

    @Test
    void oneUnknownSizeIsEnoughToHaveTheStoreDecide() {
        message(1, 10, true);
        message(2, 10 * MIB, false);
        message(3, 10, true);
        assertEquals(1, slices().read(0, 100).to());
        assertEquals(2, slices().read(1, 100).to());
        assertEquals(3, slices().read(2, 100).to());
    }

    @Test
    void messagesThatAreGoneArePassedOver() {
        IntStream.rangeClosed(1, 6).forEach(id -> message(id, 400_000, false));
        stored.keySet().removeAll(List.of(1L, 2L, 6L));
        assertEquals(4, slices().read(0, 100).to());
        assertEquals(5, slices().read(4, 100).to());
        assertEquals(6, slices().read(5, 100).to());
        stored.clear();
        ContentSlices.Slice nothing = slices().read(0, 100);
        assertEquals(6, nothing.to());
        assertTrue(nothing.contents().isEmpty());
    }

    @Test
    void copiesOfAMessageAreReadOnce() {
        message(7, 400_000, false);
        message(8, 400_000, false);
        message(7, 400_000, false);
        message(9, 400_000, false);
        message(7, 400_000, false);
        assertEquals(3, slices().read(0, 100).to());
        assertEquals(List.of(7L, 8L, 9L), asked.getFirst().ids());
    }

    @Test
    void whatLooksDamagedIsReadAgainInOneState() {
        message(1, 10, true);
        trouble = Reason.CORRUPT;
        assertNotNull(slices().read(0, 100).contents().get(1L));
        assertEquals(1, inOneState);
        trouble = Reason.UNAVAILABLE;
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> slices().read(0, 100)).reason());
        assertEquals(1, inOneState);
    }

    @Test
    void aDamagedMessageDoesNotKeepTheOthersFromBeingRead() {
        message(1, 10, true);
        message(2, 10, true);
        message(3, 10, true);
        damaged.add(2L);
        ContentSlices.Slice slice = slices().read(0, 100);
        assertEquals(3, slice.to());
        assertEquals(Set.of(1L, 3L), slice.contents().keySet());
    }

    @Test
    void ofDamagedMessagesAmongOthersOfUnknownSizeNoMoreAreReadThanFit() {
        message(1, 10, false);
        message(2, 10, false);
        message(3, MIB, false);
        message(4, 10, false);
        damaged.add(2L);
        ContentSlices.Slice slice = slices().read(0, 100);
        assertEquals(1, slice.to());
        assertEquals(Set.of(1L), slice.contents().keySet());
        assertEquals(3, slices().read(1, 100).to());
    }

    @Test
    void manyHeadsAreReadAtOnceButNotManyLargeOnes() {
        IntStream.rangeClosed(1, 1_000).forEach(id -> message(id, 10_000, true));
        IntStream.rangeClosed(1_001, 1_100).forEach(id -> message(id, 50 * MIB, true));
        assertEquals(500, slices().readHeads(0, Room.LARGEST).to());
        assertEquals(10_000, size(slices().readHeads(500, Room.LARGEST), 501));
        assertEquals(1_016, slices().readHeads(1_000, Room.LARGEST).to());
        asked.clear();
        ContentSlices.Slice last = slices().readHeads(1_099, Room.LARGEST);
        assertEquals(1_100, last.to());
        // The store cuts heads after a mebibyte, so this one may go on.
        assertEquals(50 * MIB, size(last, 1_100));
        assertEquals(List.of(new Asked(List.of(1_100L), -1), new Asked(List.of(1_100L), Long.MAX_VALUE)), asked);
    }

    @Test
    void headsOfMessagesOfUnknownSizeMayBeLarge() {
        IntStream.rangeClosed(1, 100).forEach(id -> message(id, 10, false));
        assertEquals(16, slices().readHeads(0, Room.LARGEST).to());
    }

    private static int size(ContentSlices.Slice slice, long physId) {
        MessageBytes message = slice.contents().get(physId);
        return message == null ? -1 : message.size();
    }

    @Test
    void nobodyWaitsForReadersThatWait() {
        CountDownLatch allBegan = new CountDownLatch(100);
        List<Ahead<Boolean>> readings = IntStream.range(0, 100)
                .mapToObj(i -> Ahead.of(() -> {
                    allBegan.countDown();
                    return await(allBegan);
                }))
                .toList();
        assertTrue(readings.stream().allMatch(Ahead::get));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsReadAheadComesOrFailsWhereItIsAskedFor() {
        assertEquals("here", Ahead.of(() -> "here").get());
        Ahead<String> failing = Ahead.of(() -> {
            throw new Refusal(Reason.UNAVAILABLE, "no database");
        });
        assertEquals(
                Reason.UNAVAILABLE, assertThrows(Refusal.class, failing::get).reason());
    }
}
