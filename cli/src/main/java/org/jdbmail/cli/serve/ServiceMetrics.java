package org.jdbmail.cli.serve;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.webd.watch.Beside;
import org.jdbmail.webd.watch.Metrics.Family;
import org.jdbmail.webd.watch.Metrics.Kind;
import org.jdbmail.webd.watch.Metrics.Sample;
import org.jdbmail.wire.limit.Budget;

/** What is measured of the services of a process: sessions and what they hold, the pool for long work, the certificate. */
final class ServiceMetrics {
    private ServiceMetrics() {}

    /** @param sessions open connections by protocol */
    static List<Family> families(
            Supplier<Map<String, Integer>> sessions, WorkPool work, Settings settings, InstantSource clock) {
        Beside<Instant> ends = new Beside<>(clock, () -> WebFacts.firstEnd(settings));
        return List.of(
                new Family(
                        "jdbmail_sessions",
                        Kind.GAUGE,
                        "Connections that are open, by protocol.",
                        () -> sessions(sessions.get())),
                new Family("jdbmail_work", Kind.GAUGE, "Long work (searches, sorting, hashing), by its state.", () -> {
                    var figures = work.figures();
                    return List.of(state("running", figures.running()), state("waiting", figures.waiting()));
                }),
                new Family(
                        "jdbmail_work_ended",
                        Kind.COUNTER,
                        "Long work that ended: done, not begun since there was too much, or stopped before its end.",
                        () -> {
                            var figures = work.figures();
                            return List.of(
                                    result("done", figures.done()),
                                    result("refused", figures.refused()),
                                    result("stopped", figures.stopped()));
                        }),
                new Family(
                        "jdbmail_certificate_not_after_seconds",
                        Kind.GAUGE,
                        "When the first of the certificates ends, in seconds since 1970.",
                        () -> ends.last()
                                .map(end -> List.of(Sample.of((double) end.getEpochSecond())))
                                .orElse(List.of())));
    }

    /** The memory for bytes on their way. */
    static Family held(Budget budget) {
        return new Family(
                "jdbmail_connection_bytes",
                Kind.GAUGE,
                "Bytes on their way that connections hold in memory, and may before each gets less.",
                () -> List.of(state("held", budget.used()), state("max", budget.octets())));
    }

    private static Sample state(String name, long count) {
        return new Sample(Map.of("state", name), count);
    }

    private static Sample result(String name, long count) {
        return new Sample(Map.of("result", name), count);
    }

    private static List<Sample> sessions(Map<String, Integer> counts) {
        List<Sample> samples = new ArrayList<>();
        counts.forEach((protocol, count) -> samples.add(new Sample(Map.of("protocol", protocol), count)));
        return samples;
    }
}
