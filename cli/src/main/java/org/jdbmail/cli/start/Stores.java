package org.jdbmail.cli.start;

import org.jdbmail.core.settings.ContentLayout;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseUrl;

/** Opens the relational store as the settings say. */
final class Stores {
    private Stores() {}

    static Store open(DatabaseSettings settings) throws Failure {
        try {
            DatabaseConfig defaults = DatabaseConfig.of(settings.url());
            DatabaseConfig config = new DatabaseConfig(
                    DatabaseUrl.parse(settings.url()),
                    settings.user().orElse(null),
                    settings.password().orElse(null),
                    settings.maxConnections(),
                    settings.tablePrefix(),
                    settings.connectionWait(),
                    defaults.connectTimeout(),
                    settings.queryTimeout());
            SqlStoreOptions options = SqlStoreOptions.DEFAULT
                    .withLayout(layout(settings.layout()))
                    .withHash(settings.hash())
                    .withExpunged(settings.expunged());
            return SqlStore.open(config, options);
        } catch (DatabaseException trouble) {
            boolean isUrl = trouble.problem() == DatabaseException.Problem.BAD_URL;
            String where = isUrl ? settings.origin() + ": " : "";
            throw new Failure(status(trouble), where + trouble.getMessage(), trouble);
        }
    }

    private static SqlStoreOptions.Layout layout(ContentLayout layout) {
        return switch (layout) {
            case COMPACT -> SqlStoreOptions.Layout.COMPACT;
            case PARTS -> SqlStoreOptions.Layout.PARTS;
        };
    }

    private static int status(DatabaseException trouble) {
        return switch (trouble.problem()) {
            case BAD_URL, REFUSED, NO_DATABASE, FOREIGN, TOO_OLD, TOO_NEW, READ_ONLY -> Failure.CONFIGURATION;
            case UNREACHABLE, BUSY, FULL -> Failure.TEMPORARY;
            case BROKEN -> Failure.SOFTWARE;
        };
    }
}
