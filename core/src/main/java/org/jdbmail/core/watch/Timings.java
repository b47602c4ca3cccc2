package org.jdbmail.core.watch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts what is done, by its name and by how long it takes, and adds that up, from the start of the process; another who hears is told as well. One more of
 * anything costs two additions that no thread waits for.
 */
public final class Timings implements Tracer {
    /** What is told apart: from what answers at once to what somebody has given up on. Those in between are twice to two and a half times each other. */
    public static final List<Duration> BOUNDS = Stream.of(
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    5_000_000,
                    10_000_000,
                    30_000_000)
            .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toList();

    private static final long[] BOUND_NANOS =
            BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    /**
     * What has been done under one name.
     *
     * @param count how often, however it ended
     * @param took all of it together
     * @param within how often it took no longer than each of the {@link #BOUNDS}
     */
    public record Timing(long count, Duration took, List<Long> within) {
        public Timing {
            within = List.copyOf(within);
        }
    }

    private static final class Sum {
        /** By the bounds; the last one is for what took longer than all of them. */
        private final List<LongAdder> counts =
                Stream.generate(LongAdder::new).limit(BOUNDS.size() + 1L).toList();

        private final LongAdder nanos = new LongAdder();

        private void add(long took) {
            int place = 0;
            while (place < BOUND_NANOS.length && took > BOUND_NANOS[place]) {
                place++;
            }
            counts.get(place).increment();
            nanos.add(took);
        }

        private Timing read() {
            List<Long> within = new ArrayList<>();
            long count = 0;
            for (LongAdder some : counts) {
                count += some.sum();
                within.add(count);
            }
            within.removeLast();
            return new Timing(count, Duration.ofNanos(nanos.sum()), within);
        }
    }

    private final Map<String, Sum> sums = new ConcurrentHashMap<>();
    private final Tracer next;

    /** @param next hears of it, too */
    public Timings(Tracer next) {
        this.next = next;
    }

    @Override
    public <T, E extends Exception> T in(String name, Map<String, String> about, Work<T, E> work) throws E {
        long began = System.nanoTime();
        try {
            return next.in(name, about, work);
        } finally {
            Sum known = sums.get(name); // takes no lock, which the other way might
            Sum sum = known == null ? sums.computeIfAbsent(name, any -> new Sum()) : known;
            sum.add(System.nanoTime() - began);
        }
    }

    /** What has been done, by name. */
    public Map<String, Timing> read() {
        Map<String, Timing> read = new TreeMap<>();
        sums.forEach((name, sum) -> read.put(name, sum.read()));
        return read;
    }
}
