package org.jdbmail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sets of numbers joined, against the same done with one element after the other. */
class NumberSetTest {
    @Test
    void theUnionHoldsWhatEitherHolds() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            long[] some = random.longs(random.nextInt(12), 1, 30).toArray();
            long[] others = random.longs(random.nextInt(12), 1, 30).toArray();
            TreeSet<Long> all = new TreeSet<>();
            for (long number : some) {
                all.add(number);
            }
            for (long number : others) {
                all.add(number);
            }
            NumberSet union = NumberSet.of(some).plus(NumberSet.of(others));
            // Equal sets have equal ranges: touching ones have become one.
            assertEquals(NumberSet.of(all.stream().mapToLong(Long::longValue).toArray()), union);
        }
    }
}
