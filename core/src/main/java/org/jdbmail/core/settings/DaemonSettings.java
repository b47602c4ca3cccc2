package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What DBMail's daemons do as processes.
 *
 * @param pidDirectory where each leaves its process id
 */
public record DaemonSettings(Optional<Path> pidDirectory) {
    private static final Setting<Optional<Path>> PID_DIRECTORY = new Setting<>(
            Section.DBMAIL,
            "pid_directory",
            NetworkSettings.path().orNone(),
            "",
            "The folder in which a daemon with a name of DBMail's leaves its process id, as `dbmail-imapd.pid` and so on, where `-p` names"
                    + " no file. One that can't be written there is told of, and does not keep the daemon from its work. `jdbmail serve`"
                    + " leaves none: whoever starts it knows its process id.");

    static final List<Setting<?>> ALL = List.of(PID_DIRECTORY);

    /** What was chosen. */
    public static DaemonSettings from(Settings settings) {
        return new DaemonSettings(settings.get(PID_DIRECTORY));
    }
}
