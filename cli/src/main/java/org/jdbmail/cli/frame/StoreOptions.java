package org.jdbmail.cli.frame;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Work;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options by which a command finds its settings and its store, and the one place that opens them. To be a picocli mixin:
 * {@code @Mixin private StoreOptions store}.
 */
public final class StoreOptions {
    /** Thrown inside a transaction so that it is rolled back, with what the work came to. */
    private static final class Pretended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Object result;

        Pretended(Object result) {
            super("rolled back: nothing was to be changed", null, false, false);
            this.result = result;
        }
    }

    private final Opening opening;

    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The settings file, in the form of a dbmail.conf (default: that of JDBMAIL_CONFIG, else"
                    + " /etc/dbmail/dbmail.conf).")
    private @Nullable Path config;

    @Option(names = "--db", paramLabel = "URL", description = "The database, before what the settings file says.")
    private @Nullable String database;

    /** @param opening opens settings and store */
    public StoreOptions(Opening opening) {
        this.opening = opening;
    }

    /** The settings file that was named. */
    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** The same for a program of DBMail's. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (config != null) {
            words.addAll(List.of("-f", config.toString()));
        }
        if (database != null) {
            words.addAll(List.of("--db", database));
        }
        return words;
    }

    /** The settings that were chosen. */
    public Settings settings() throws Failure {
        return opening.settings(config(), Optional.ofNullable(database));
    }

    /** Opens the store that they name, which must be there; to be closed by the caller. */
    public Store open() throws Failure {
        return opening.existingStore(settings());
    }

    /** Runs work that only reads, in one transaction. */
    public <T> T read(Work<T> work) throws Failure {
        try (Store store = open()) {
            return store.read(work);
        }
    }

    /**
     * Runs work that writes, in one transaction.
     *
     * @param isTrial whether all is to be done, and then rolled back: for {@code --dry-run}
     */
    public <T> T write(boolean isTrial, Work<T> work) throws Failure {
        try (Store store = open()) {
            return write(store, isTrial, work);
        }
    }

    /** As {@link #write(boolean, Work)}, on a store that is open. */
    @SuppressWarnings("unchecked") // what comes back is what the work of this very call gave
    public static <T> T write(Store store, boolean isTrial, Work<T> work) {
        if (!isTrial) {
            return store.write(work);
        }
        try {
            return store.write(tx -> {
                throw new Pretended(work.run(tx));
            });
        } catch (Pretended pretended) {
            return (T) pretended.result;
        }
    }
}
