package org.jdbmail.cli.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;

/** Opens settings and store, and puts what can go wrong with them into words. */
public final class Opening {
    /** Where settings are looked for when no file is named. The first is DBMail's. */
    private static final List<Path> USUAL = List.of(
            Path.of("/etc/dbmail/dbmail.conf"), Path.of("/etc/dbmail.conf"), Path.of("/usr/local/etc/dbmail.conf"));

    private static final String FROM_ENVIRONMENT = "JDBMAIL_CONFIG";

    private final Optional<String> environment;

    /** @param environment the value of the environment variable JDBMAIL_CONFIG, which names a settings file */
    public Opening(Optional<String> environment) {
        this.environment = environment;
    }

    /** As the process was started. */
    public static Opening ofProcess() {
        return new Opening(Optional.ofNullable(System.getenv(FROM_ENVIRONMENT)).filter(value -> !value.isEmpty()));
    }

    /**
     * Reads the settings.
     *
     * @param file the file that was named; otherwise that of the environment, or else DBMail's usual ones
     * @param database a database URL that holds before the file's; with one, no file is needed
     */
    public Settings settings(Optional<Path> file, Optional<String> database) throws Failure {
        Optional<Path> chosen = file.or(() -> environment.map(Path::of))
                .or(() -> USUAL.stream().filter(Files::exists).findFirst());
        if (chosen.isEmpty() && database.isEmpty()) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    "there is no " + USUAL.getFirst()
                            + "; name a settings file with --config, or a database with --db");
        }
        try {
            Settings settings = chosen.isPresent() ? Settings.read(chosen.get()) : Settings.defaults();
            return database.isPresent() ? settings.with(DatabaseSettings.DBURI, database.get()) : settings;
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }

    /** Opens the store that the settings name, and brings its tables up to date. */
    public Store store(Settings settings) throws Failure {
        try {
            return Stores.open(DatabaseSettings.from(settings));
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }
}
