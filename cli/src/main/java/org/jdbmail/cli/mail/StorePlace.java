package org.jdbmail.cli.mail;

import java.nio.file.Path;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the settings and the database are. picocli fills it in. */
final class StorePlace {
    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The settings file, in the form of a dbmail.conf.")
    private @Nullable Path config;

    @Option(names = "--db", paramLabel = "URL", description = "The database, before what the settings file says.")
    private @Nullable String database;

    Settings settings(Opening opening) throws Failure {
        return opening.settings(Optional.ofNullable(config), Optional.ofNullable(database));
    }
}
