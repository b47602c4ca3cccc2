package org.jdbmail.core.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much of a mailbox is in memory for clients: little for those who are slow, and never much in all. */
class SliceSizeTest {
    private static final long KIB = 1 << 10;

    private final Room room = new Room(32 << 20);
    private long millis;

    private SliceSize client() {
        return new SliceSize(room, () -> TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private long after(int time, SliceSize client) {
        millis += time;
        return client.next();
    }

    @Test
    void whoReadsQuicklySoonGetsLargeSlices() {
        try (SliceSize client = client()) {
            List<Long> sizes = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                sizes.add(after(10, client) / KIB);
            }
            assertEquals(List.of(64L, 128L, 256L, 512L, 1024L, 1024L), sizes);
            assertEquals(2 * Room.LARGEST, room.held());
        }
        assertEquals(0, room.held());
    }

    @Test
    void whoReadsSlowlyHoldsLittle() {
        try (SliceSize client = client()) {
            for (int i = 0; i < 6; i++) {
                after(1, client);
            }
            for (int i = 0; i < 6; i++) {
                after(2_000, client);
            }
            assertEquals(2 * Room.SMALLEST, room.held());
            after(200, client);
            assertEquals(2 * Room.SMALLEST, room.held());
        }
    }

    @Test
    void whoNeverReadsHoldsAQuarterOfAMebibyteAtMost() {
        try (SliceSize client = client()) {
            client.next();
            after(1, client);
            assertTrue(room.held() <= 256 * KIB, room.held() + " octets");
        }
    }

    @Test
    void manyWhoStopReadingTogetherHoldLittleMoreThanTheRoom() {
        List<SliceSize> clients = new ArrayList<>();
        int count = 1_000;
        for (int i = 0; i < count; i++) {
            SliceSize client = client();
            clients.add(client);
            for (int slice = 0; slice < 8; slice++) {
                after(1, client);
            }
        }
        assertTrue(room.held() <= (32L << 20) + 2 * count * Room.SMALLEST, room.held() + " octets");
        clients.forEach(SliceSize::close);
        assertEquals(0, room.held());
        try (SliceSize client = client()) {
            for (int slice = 0; slice < 8; slice++) {
                after(1, client);
            }
            assertEquals(2 * Room.LARGEST, room.held());
        }
    }

    @Test
    void fewReadAtTheSameTimeAndTheOthersInTurn() throws Exception {
        AtomicInteger reading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(threads.submit(() -> room.reading(() -> {
                    most.accumulateAndGet(reading.incrementAndGet(), Math::max);
                    four.countDown();
                    await(four);
                    return reading.decrementAndGet();
                })));
            }
            for (Future<Integer> each : all) {
                assertTrue(each.get(1, TimeUnit.MINUTES) < 4);
            }
        }
        assertEquals(4, most.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
