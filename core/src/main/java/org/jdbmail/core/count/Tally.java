package org.jdbmail.core.count;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts things of a few kinds, from the start of the process. Counting costs no lock; safe for any number of threads. */
public final class Tally {
    /** More kinds than anybody has a use for: the rest is counted together. */
    private static final int MOST = 200;

    private static final List<String> OTHERS = List.of("other", "other");

    private final Map<List<String>, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts one more of a kind. */
    public void add(String kind, String result) {
        List<String> key = List.of(kind, result);
        LongAdder count = counts.get(key);
        if (count == null) {
            count = counts.computeIfAbsent(counts.size() < MOST ? key : OTHERS, any -> new LongAdder());
        }
        count.increment();
    }

    /** How many there were of each kind, with each result. */
    public Map<List<String>, Long> read() {
        Map<List<String>, Long> read =
                new TreeMap<>((one, other) -> String.join("\0", one).compareTo(String.join("\0", other)));
        counts.forEach((key, count) -> read.put(key, count.sum()));
        return read;
    }

    /** How many there were with that result, of whatever kind. */
    public long of(String result) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().get(1).equals(result))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }
}
