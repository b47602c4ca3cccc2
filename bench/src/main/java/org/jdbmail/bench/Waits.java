package org.jdbmail.bench;

import java.util.Arrays;
import java.util.Locale;

/** How long answers took. */
final class Waits {
    private long[] nanos = new long[256];
    private int count;

    synchronized void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    /** How many there were. */
    synchronized int count() {
        return count;
    }

    /** The one below which so many of a hundred are, in milliseconds; 0 if there were none. */
    synchronized double percentile(int percent) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, count * percent / 100)] / 1e6;
    }

    /** The longest, in milliseconds. */
    double longest() {
        return percentile(100);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %.0f %.0f", percentile(50), percentile(99), longest());
    }
}
