package org.jdbmail.cli.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;

/** Opens settings and store, and puts what can go wrong with them into words. */
public final class Opening {
    /** Where settings are looked for when no file is named. The first is DBMail's. */
    private static final List<Path> USUAL = List.of(
            Path.of("/etc/dbmail/dbmail.conf"), Path.of("/etc/dbmail.conf"), Path.of("/usr/local/etc/dbmail.conf"));

    private static final String FROM_ENVIRONMENT = "JDBMAIL_CONFIG";
    private static final String DATABASE = "JDBMAIL_DBURI";

    private final Map<String, String> environment;
    private final UnaryOperator<SqlStoreOptions> options;

    /** @param config the value of the environment variable JDBMAIL_CONFIG, which names a settings file */
    public Opening(Optional<String> config) {
        this(config.map(value -> Map.of(FROM_ENVIRONMENT, value)).orElse(Map.of()));
    }

    /** @param environment the environment, whose variables JDBMAIL_… are settings, too */
    public Opening(Map<String, String> environment) {
        this(environment, UnaryOperator.identity());
    }

    private Opening(Map<String, String> environment, UnaryOperator<SqlStoreOptions> options) {
        this.environment = Map.copyOf(environment);
        this.options = options;
    }

    /** As the process was started. */
    public static Opening ofProcess() {
        return new Opening(System.getenv());
    }

    /** The same, with more in the environment. */
    public Opening with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Opening(all, options);
    }

    /** The same, for stores that are opened with other options; tests break connections by them. */
    public Opening withStores(UnaryOperator<SqlStoreOptions> options) {
        return new Opening(environment, options);
    }

    /**
     * The settings file.
     *
     * @param named the file that was named; otherwise that of the environment, or else DBMail's usual ones
     */
    public Optional<Path> file(Optional<Path> named) {
        return named.or(() -> Optional.ofNullable(environment.get(FROM_ENVIRONMENT))
                        .filter(value -> !value.isEmpty())
                        .map(Path::of))
                .or(() -> USUAL.stream().filter(Files::exists).findFirst());
    }

    /**
     * The file that the database is, if it is one.
     *
     * @throws BadSettings as when it is opened
     */
    public static Optional<Path> file(Settings settings) throws BadSettings {
        return Stores.file(DatabaseSettings.from(settings));
    }

    /**
     * Reads the settings.
     *
     * @param file the file that was named; otherwise that of the environment, or else DBMail's usual ones
     * @param database a database URL that holds before the file's; with one, no file is needed
     */
    public Settings settings(Optional<Path> file, Optional<String> database) throws Failure {
        Optional<Path> chosen = file(file);
        if (chosen.isEmpty() && database.isEmpty() && !environment.containsKey(DATABASE)) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    "there is no " + USUAL.getFirst()
                            + "; name a settings file with --config, or a database with --db");
        }
        try {
            Settings settings = (chosen.isPresent() ? Settings.read(chosen.get()) : Settings.defaults())
                    .withEnvironment(environment);
            return database.isPresent() ? settings.with(DatabaseSettings.DBURI, database.get()) : settings;
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }

    /**
     * Opens the store that the settings name, for programs that work on what is there: a database that is a file is not made if its
     * path turns out to be misspelt.
     */
    public Store existingStore(Settings settings) throws Failure {
        requireFile(settings);
        return store(settings);
    }

    private static void requireFile(Settings settings) throws Failure {
        Optional<Path> file;
        try {
            file = file(settings);
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
        if (file.isPresent() && !Files.exists(file.get())) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    "there is no database " + file.get() + "; mend dburi, or let jdbmail serve make it");
        }
    }

    /**
     * What is asked of a database before it is opened as a store.
     *
     * @param <T> the answer
     */
    @FunctionalInterface
    public interface Question<T> {
        /** Asks. @throws DatabaseException if there is no answer */
        T ask(DatabaseConfig config);
    }

    /** Asks the database that the settings name, which is not made if it is a file that is not there. */
    public <T> T ask(Settings settings, Question<T> question) throws Failure {
        requireFile(settings);
        return askOrMake(settings, question);
    }

    /** The same, of a database that is made if it is a file that is not there. */
    public <T> T askOrMake(Settings settings, Question<T> question) throws Failure {
        try {
            Stores.makeFile(DatabaseSettings.from(settings));
            DatabaseSettings database = DatabaseSettings.from(settings);
            try {
                return question.ask(Stores.config(database));
            } catch (DatabaseException trouble) {
                throw Stores.failure(database, trouble);
            }
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }

    /** Opens the store that the settings name, made if there is none, and brings its tables up to date. */
    public Store store(Settings settings) throws Failure {
        try {
            return Stores.open(DatabaseSettings.from(settings), options);
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }
}
