package org.jdbmail.webd.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.webd.watch.Metrics.Family;
import org.jdbmail.webd.watch.Metrics.Kind;
import org.jdbmail.webd.watch.Metrics.Sample;

/** What is measured of the process itself. */
public final class ProcessMetrics {
    private ProcessMetrics() {}

    /** The families, for a version of the program; none costs more the more sessions there are. */
    public static List<Family> families(String version, InstantSource clock) {
        // Java counts them one by one, and each session is one.
        Beside<List<Sample>> files = new Beside<>(clock, () -> Optional.of(files()));
        return List.of(
                new Family(
                        "jdbmail_build_info",
                        Kind.GAUGE,
                        "The version that runs.",
                        () -> List.of(new Sample(Map.of("version", version), 1))),
                new Family(
                        "jdbmail_start_time_seconds",
                        Kind.GAUGE,
                        "When the process began, in seconds since 1970.",
                        () -> List.of(
                                Sample.of(ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0))),
                new Family(
                        "jdbmail_memory_heap_bytes", Kind.GAUGE, "Java's heap: what is used, and what may be.", () -> {
                            var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
                            return List.of(
                                    new Sample(Map.of("state", "used"), heap.getUsed()),
                                    new Sample(Map.of("state", "max"), heap.getMax()));
                        }),
                new Family(
                        "jdbmail_gc_pause_seconds",
                        Kind.COUNTER,
                        "Time that was spent on collecting garbage.",
                        () -> List.of(Sample.of(ManagementFactory.getGarbageCollectorMXBeans().stream()
                                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                        .sum()
                                / 1_000.0))),
                new Family(
                        "jdbmail_threads",
                        Kind.GAUGE,
                        "Threads of the system's.",
                        () -> List.of(
                                Sample.of(ManagementFactory.getThreadMXBean().getThreadCount()))),
                new Family(
                        "jdbmail_open_files",
                        Kind.GAUGE,
                        "Files and sockets that are open, and may be.",
                        () -> files.last().orElse(List.of())));
    }

    private static List<Sample> files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? List.of(
                        new Sample(Map.of("state", "open"), system.getOpenFileDescriptorCount()),
                        new Sample(Map.of("state", "max"), system.getMaxFileDescriptorCount()))
                : List.of();
    }
}
