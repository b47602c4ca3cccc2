package org.jdbmail.webd.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
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

    /** The families; each divided by its companion is how long one takes. */
    public static List<Family> families(Timings timings) {
        ToDoubleFunction<Timing> count = Timing::count;
        ToDoubleFunction<Timing> seconds = timing -> timing.took().toNanos() / NANOS;
        return List.of(
                new Family(
                        "jdbmail_imap_commands",
                        Kind.COUNTER,
                        "IMAP commands, but for IDLE.",
                        () -> labelled(timings, IMAP, "command", count)),
                new Family(
                        "jdbmail_imap_command_seconds",
                        Kind.COUNTER,
                        "Time that they took, from the whole command to the end of its answer.",
                        () -> labelled(timings, IMAP, "command", seconds)),
                new Family(
                        "jdbmail_transactions",
                        Kind.COUNTER,
                        "Transactions of the database, by what they do; one that had to be run again counts once.",
                        () -> labelled(timings, STORE, "kind", count)),
                new Family(
                        "jdbmail_transaction_seconds",
                        Kind.COUNTER,
                        "Time that they took, with the wait for a connection.",
                        () -> labelled(timings, STORE, "kind", seconds)),
                new Family(
                        "jdbmail_messages_delivered",
                        Kind.COUNTER,
                        "Messages that came and were dealt with, for all their recipients here.",
                        () -> only(timings, "deliver", count)),
                new Family(
                        "jdbmail_delivery_seconds",
                        Kind.COUNTER,
                        "Time that this took, from the whole message to its commit.",
                        () -> only(timings, "deliver", seconds)),
                new Family(
                        "jdbmail_sending_attempts",
                        Kind.COUNTER,
                        "Attempts to send a message.",
                        () -> only(timings, "send", count)),
                new Family(
                        "jdbmail_sending_seconds",
                        Kind.COUNTER,
                        "Time that they took.",
                        () -> only(timings, "send", seconds)));
    }

    private static List<Sample> labelled(Timings timings, String prefix, String label, ToDoubleFunction<Timing> value) {
        List<Sample> samples = new ArrayList<>();
        timings.read().forEach((name, timing) -> {
            if (name.startsWith(prefix)) {
                String which = name.substring(prefix.length()).replace(' ', '_').toLowerCase(Locale.ROOT);
                samples.add(new Sample(Map.of(label, which), value.applyAsDouble(timing)));
            }
        });
        return samples;
    }

    private static List<Sample> only(Timings timings, String name, ToDoubleFunction<Timing> value) {
        Timing timing = timings.read().get(name);
        return timing == null ? List.of() : List.of(Sample.of(value.applyAsDouble(timing)));
    }
}
