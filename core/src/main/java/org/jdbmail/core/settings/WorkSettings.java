package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.work.WorkLimits;

/**
 * How much the server computes for its clients at a time, and for how long for one command.
 *
 * @param threads how many pieces of long work are done at the same time; empty for what fits the machine
 * @param time how long one may take
 */
public record WorkSettings(Optional<Integer> threads, Duration time) {
    private static final Setting<Optional<Integer>> THREADS = new Setting<>(
            Section.DBMAIL,
            "work_threads",
            SettingType.number(1, 1_000).orNone(),
            "",
            "How many threads compute for clients: search texts, take large messages apart, check passwords. By default three"
                    + " quarters of the processors, at least one: the others are left to clients that want little.");
    private static final Setting<Duration> TIME = new Setting<>(
            Section.DBMAIL,
            "command_time_limit",
            SettingType.seconds(1, 86_400),
            "120",
            "How long one command may compute, without the time for which it waits for others or for the database. A search"
                    + " that takes longer is stopped, with `NO [LIMIT]`. A command that has waited as long for its turn is"
                    + " refused.");

    static final List<Setting<?>> ALL = List.of(THREADS, TIME);

    /** What was chosen. */
    public static WorkSettings from(Settings settings) {
        return new WorkSettings(settings.get(THREADS), settings.get(TIME));
    }

    /** What that means on this machine. */
    public WorkLimits limits() {
        return threads.map(chosen -> WorkLimits.usual(chosen, time)).orElseGet(() -> WorkLimits.usual(time));
    }
}
