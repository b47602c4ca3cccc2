package org.jdbmail.core.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mime.MessageBytes;
import org.jdbmail.core.store.Contents;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Work;
import org.junit.jupiter.api.Test;

/** Where slices end, and what the store is asked for. */
class ContentSlicesTest {
    private static final int MIB = 1 << 20;

    private record Asked(List<Long> ids, long budget) {}

    private record Message(long physId, long octets) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Map<Long, Integer> stored = new LinkedHashMap<>();
    private final List<Message> list = new ArrayList<>();

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
        Contents contents =
                only(Contents.class, "read", arguments -> read(longs((List<?>) arguments[0]), (Long) arguments[1]));
        Tx tx = only(Tx.class, "contents", arguments -> contents);
        return only(Store.class, "read", arguments -> ((Work<?>) arguments[0]).run(tx));
    }

    private static List<Long> longs(List<?> ids) {
        return ids.stream().map(Long.class::cast).toList();
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T only(Class<T> type, String method, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (!called.getName().equals(method)) {
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
    void whatIsReadAheadComesOrFailsWhereItIsAskedFor() {
        assertEquals("here", Ahead.of(() -> "here").get());
        Ahead<String> failing = Ahead.of(() -> {
            throw new Refusal(Reason.UNAVAILABLE, "no database");
        });
        assertEquals(
                Reason.UNAVAILABLE, assertThrows(Refusal.class, failing::get).reason());
    }
}
