package org.jdbmail.cli.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The settings file that a command of {@code jdbmail config} is about. A picocli mixin. */
final class ConfigFile {
    private final Opening opening;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The settings file (default: that of JDBMAIL_CONFIG, else /etc/dbmail/dbmail.conf).")
    private @Nullable Path file;

    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The same.")
    private @Nullable Path config;

    ConfigFile(Opening opening) {
        this.opening = opening;
    }

    /** Which it is. */
    Path path() throws Failure {
        return opening.file(Optional.ofNullable(file).or(() -> Optional.ofNullable(config)))
                .orElseThrow(() -> new Failure(
                        Failure.CONFIGURATION, "there is no /etc/dbmail/dbmail.conf; name a settings file"));
    }

    /** What it says, with defaults for what cannot be. */
    Settings examined() throws Failure {
        try {
            return Settings.examine(path());
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }

    /** What holds, with the environment. */
    Settings settings() throws Failure {
        return opening.settings(Optional.of(path()), Optional.empty());
    }
}
