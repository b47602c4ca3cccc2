package org.jdbmail.core.watch;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is done, by its name, and adds up how long it takes, from the start of the process; another who hears is told as well. */
public final class Timings implements Tracer {
    /**
     * What has been done under one name.
     *
     * @param count how often, however it ended
     * @param took all of it together
     */
    public record Timing(long count, Duration took) {}

    private static final class Sum {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();
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
            sum.count.increment();
            sum.nanos.add(System.nanoTime() - began);
        }
    }

    /** What has been done, by name. */
    public Map<String, Timing> read() {
        Map<String, Timing> read = new TreeMap<>();
        sums.forEach((name, sum) -> read.put(name, new Timing(sum.count.sum(), Duration.ofNanos(sum.nanos.sum()))));
        return read;
    }
}
