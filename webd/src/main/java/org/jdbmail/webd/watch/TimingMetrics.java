package org.jdbmail.webd.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.core.watch.Timings;
import org.jdbmail.core.watch.Timings.Timing;
import org.jdbmail.webd.watch.Metrics.Family;
import org.jdbmail.webd.watch.Metrics.Kind;
import org.jdbmail.webd.watch.Metrics.Sample;

/** How often a process has done what it does, and how long that took: IMAP commands, deliveries, attempts to send, transactions. */
public final class TimingMetrics {
    private static final String IMAP = "imap ";
    private static final String STORE = "store ";
    private static final double NANOS = 1e9;

    private TimingMetrics() {}

    /** The families. */
    public static List<Family> families(Timings timings) {
        return List.of(
                new Family(
                        "jdbmail_imap_command_seconds",
                        Kind.HISTOGRAM,
                        "Time that IMAP commands took, but for IDLE, from the whole command to the end of its answer.",
                        () -> labelled(timings, IMAP, "command")),
                new Family(
                        "jdbmail_transaction_seconds",
                        Kind.HISTOGRAM,
                        "Time that transactions of the database took, by what they do, with the wait for a connection; one that had to be run again counts once.",
                        () -> labelled(timings, STORE, "kind")),
                new Family(
                        "jdbmail_delivery_seconds",
                        Kind.HISTOGRAM,
                        "Time that messages took, from the whole message to the commit for all their recipients here.",
                        () -> only(timings, "deliver")),
                new Family(
                        "jdbmail_sending_seconds",
                        Kind.HISTOGRAM,
                        "Time that attempts to send a message took.",
                        () -> only(timings, "send")));
    }

    private static List<Sample> labelled(Timings timings, String prefix, String label) {
        List<Sample> samples = new ArrayList<>();
        timings.read().forEach((name, timing) -> {
            if (name.startsWith(prefix)) {
                String which = name.substring(prefix.length()).replace(' ', '_').toLowerCase(Locale.ROOT);
                samples.addAll(histogram(Map.of(label, which), timing));
            }
        });
        return samples;
    }

    private static List<Sample> only(Timings timings, String name) {
        Timing timing = timings.read().get(name);
        return timing == null ? List.of() : histogram(Map.of(), timing);
    }

    /** OpenMetrics 1.0, Histogram: the buckets in order, each with those before it, the last one with all. */
    private static List<Sample> histogram(Map<String, String> labels, Timing timing) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < timing.within().size(); i++) {
            String bound = Double.toString(seconds(Timings.BOUNDS.get(i)));
            samples.add(bucket(labels, bound, timing.within().get(i)));
        }
        samples.add(bucket(labels, "+Inf", timing.count()));
        samples.add(new Sample("_sum", labels, seconds(timing.took())));
        samples.add(new Sample("_count", labels, timing.count()));
        return samples;
    }

    private static Sample bucket(Map<String, String> labels, String bound, long count) {
        Map<String, String> all = new HashMap<>(labels);
        all.put("le", bound);
        return new Sample("_bucket", all, count);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
