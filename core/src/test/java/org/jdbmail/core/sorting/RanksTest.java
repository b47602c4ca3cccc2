package org.jdbmail.core.sorting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbmail.core.sorting.SortCriterion.Key;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.listing.SortKeys;
import org.junit.jupiter.api.Test;

class RanksTest {
    private static final List<Key> OF_MESSAGES =
            Arrays.stream(Key.values()).filter(Key::isOfMessage).toList();

    private final Random random = new Random(5256);

    /** Ids that follow each other, lie far apart, or are large. */
    private static long physId(int place) {
        return place % 3 == 0 ? place + 1L : place % 3 == 1 ? 1_000_003L * (place + 1) : Long.MAX_VALUE - place;
    }

    private String word() {
        // Among them one beyond the basic plane, and one of 16 bits that comes before it.
        return List.of("", "A", "AB", "B", "\uFF41", "\uD83D\uDE00").get(random.nextInt(6));
    }

    private List<Sortable> messages(int count) {
        List<Sortable> messages = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            Instant sent =
                    random.nextInt(4) == 0 ? null : Instant.ofEpochSecond(random.nextLong(-4_000_000, 4_000_000));
            SortKeys keys =
                    new SortKeys(word(), false, word(), word(), word(), word(), word(), null, List.of(), sent, "");
            messages.add(new Sortable(place, random.nextInt(100), random.nextInt(50), keys));
        }
        return messages;
    }

    private long[] column(List<Sortable> messages, SortCriterion criterion, List<Sortable> ranked) {
        long[] column = switch (criterion.key()) {
            case ARRIVAL -> messages.stream().mapToLong(Sortable::arrived).toArray();
            case SIZE -> messages.stream().mapToLong(Sortable::octets).toArray();
            case CC, DATE, FROM, SUBJECT, TO, DISPLAYFROM, DISPLAYTO ->
                Ranks.of(ranked, criterion.key(), RanksTest::physId, Checkpoint.NONE)
                        .all(messages.size(), i -> physId(messages.get(i).place()));
            case RELEVANCY -> throw new AssertionError("has no column");
        };
        assertNotNull(column);
        return criterion.reverse()
                ? Arrays.stream(column).map(number -> -number).toArray()
                : column;
    }

    @Test
    void ranksGiveTheOrderThatComparingGives() {
        for (int round = 0; round < 300; round++) {
            List<Sortable> all = messages(random.nextInt(80));
            List<Sortable> some =
                    all.stream().filter(each -> random.nextInt(5) > 0).toList();
            List<SortCriterion> criteria = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                Key key = Key.values()[random.nextInt(Key.RELEVANCY.ordinal())];
                criteria.add(new SortCriterion(key, random.nextBoolean()));
            }
            List<long[]> columns = criteria.stream()
                    .map(criterion -> column(some, criterion, all))
                    .toList();
            int[] rows = SortColumns.order(some.size(), columns);
            assertNotNull(rows);
            assertArrayEquals(
                    Sorter.sort(some, criteria, Checkpoint.NONE),
                    IntStream.of(rows).map(row -> some.get(row).place()).toArray(),
                    criteria.toString());
        }
    }

    @Test
    void whoCameLaterHasNoRank() {
        List<Sortable> all = messages(60);
        for (Key key : OF_MESSAGES) {
            Ranks ranks = Ranks.of(all.subList(0, 59), key, RanksTest::physId, Checkpoint.NONE);
            assertNotNull(ranks.all(59, RanksTest::physId));
            assertNull(ranks.all(60, RanksTest::physId));
        }
        Ranks none = Ranks.of(List.of(), Key.SUBJECT, RanksTest::physId, Checkpoint.NONE);
        assertNull(none.all(1, RanksTest::physId));
        assertEquals(0, Objects.requireNonNull(none.all(0, RanksTest::physId)).length);
    }

    /** COPY within a mailbox: two messages are one physical message. */
    @Test
    void aMessageMayBeThereTwice() {
        List<Sortable> all = messages(40);
        List<Sortable> twice = new ArrayList<>();
        for (int place = 0; place < 80; place++) {
            Sortable one = all.get(place / 2);
            twice.add(new Sortable(place, one.arrived(), one.octets(), one.keys()));
        }
        for (Key key : OF_MESSAGES) {
            long[] ranks = Ranks.of(twice, key, place -> physId(place / 2), Checkpoint.NONE)
                    .all(80, place -> physId(place / 2));
            assertNotNull(ranks);
            long[] alone =
                    Ranks.of(all, key, RanksTest::physId, Checkpoint.NONE).all(40, RanksTest::physId);
            assertNotNull(alone);
            assertArrayEquals(
                    IntStream.range(0, 80).mapToLong(i -> alone[i / 2]).toArray(), ranks, key.toString());
        }
    }

    /** Two criteria of a million messages have room beside each other. */
    @Test
    void ranksOfManyMessagesTakeTwelveOctetsEach() {
        long few = Ranks.of(messages(1_000), Key.SUBJECT, RanksTest::physId, Checkpoint.NONE)
                .octets();
        long more = Ranks.of(messages(3_000), Key.SUBJECT, RanksTest::physId, Checkpoint.NONE)
                .octets();
        assertEquals(12 * 2_000, more - few);
    }

    @Test
    void numbersThatLieTooFarApartAreLeftToOthers() {
        assertNull(SortColumns.order(3, List.of(new long[] {0, Long.MAX_VALUE / 2, 1})));
        assertNull(SortColumns.order(2, List.of(new long[] {Long.MIN_VALUE, Long.MAX_VALUE})));
        assertArrayEquals(new int[] {0}, SortColumns.order(1, List.of(new long[] {Long.MAX_VALUE})));
        assertArrayEquals(new int[] {1, 0}, SortColumns.order(2, List.of(new long[] {1L << 60, -5})));
    }

    @Test
    void noMoreIsKeptThanThereIsRoomFor() {
        Ranks ranks = Ranks.of(messages(1_000), Key.SUBJECT, RanksTest::physId, Checkpoint.NONE);
        KeptRanks kept = new KeptRanks(10 * ranks.octets());
        for (long mailbox = 1; mailbox <= 100; mailbox++) {
            kept.keep(mailbox, Key.SUBJECT, ranks);
        }
        assertNull(kept.of(1, Key.FROM));
        // What is thrown out goes a moment later, by whoever asks next.
        long left = 0;
        for (int look = 0; look < 1_000 && (look == 0 || left > 10); look++) {
            left = IntStream.rangeClosed(1, 100)
                    .filter(mailbox -> kept.of(mailbox, Key.SUBJECT) != null)
                    .count();
        }
        assertTrue(left <= 10, left + " are left");
    }
}
