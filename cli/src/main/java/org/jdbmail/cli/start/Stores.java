package org.jdbmail.cli.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseKind;
import org.jdbmail.sql.database.DatabaseUrl;

/** Opens the relational store as the settings say. */
final class Stores {
    private Stores() {}

    /** The file that the database is, if it is one. */
    static Optional<Path> file(DatabaseSettings settings) {
        try {
            DatabaseUrl url = DatabaseUrl.parse(settings.url());
            return url.kind() == DatabaseKind.SQLITE ? Optional.of(url.file()) : Optional.empty();
        } catch (DatabaseException e) {
            // Told when it is opened.
            return Optional.empty();
        }
    }

    /** Where the database is and how it is used. */
    static DatabaseConfig config(DatabaseSettings settings) {
        DatabaseConfig.Patience usual = DatabaseConfig.Patience.USUAL;
        return new DatabaseConfig(
                DatabaseUrl.parse(settings.url()),
                new DatabaseConfig.Account(
                        settings.user().orElse(null), settings.password().orElse(null)),
                settings.maxConnections(),
                settings.tablePrefix(),
                new DatabaseConfig.Patience(settings.connectionWait(), usual.answer(), settings.queryTimeout()));
    }

    /** Makes the file, if the database is one and it is not there. */
    static void makeFile(DatabaseSettings settings) throws Failure {
        Optional<Path> file = file(settings);
        if (file.isPresent()) {
            makeSqlite(file.get());
        }
    }

    /** @param changed what becomes of the options that the settings tell */
    static Store open(DatabaseSettings settings, UnaryOperator<SqlStoreOptions> changed) throws Failure {
        try {
            DatabaseConfig config = config(settings);
            SqlStoreOptions options = SqlStoreOptions.DEFAULT
                    .with(new SqlStoreOptions.Writing(settings.layout(), settings.hash()))
                    .with(new SqlStoreOptions.Keeping(settings.expunged(), settings.undelete()));
            makeFile(settings);
            return SqlStore.open(config, changed.apply(options));
        } catch (DatabaseException trouble) {
            throw failure(settings, trouble);
        }
    }

    /** A database that is new is nobody else's: SQLite would let all read it. Its other files take its permissions. */
    private static void makeSqlite(Path file) throws Failure {
        try {
            PrivateFiles.make(file);
        } catch (IOException e) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    "the database " + file + " cannot be made (" + e.getClass().getSimpleName()
                            + "); check the path, and the permissions of its folder",
                    e);
        }
    }

    /** Trouble with the database as the administrator hears it. */
    static Failure failure(DatabaseSettings settings, DatabaseException trouble) {
        boolean isUrl = trouble.problem() == DatabaseException.Problem.BAD_URL;
        String where = isUrl ? settings.origin() + ": " : "";
        return new Failure(status(trouble), where + trouble.getMessage(), trouble);
    }

    private static int status(DatabaseException trouble) {
        return switch (trouble.problem()) {
            case BAD_URL, REFUSED, NO_DATABASE, FOREIGN, TOO_OLD, TOO_NEW, READ_ONLY, DAMAGED -> Failure.CONFIGURATION;
            case UNREACHABLE, BUSY, FULL -> Failure.TEMPORARY;
            case BROKEN -> Failure.SOFTWARE;
        };
    }
}
