package org.jdbmail.sql;

import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * What can be chosen of a store beside its database.
 *
 * @param layout how the contents of new messages are written; every layout is always read
 * @param pollInterval how often other processes' commits are looked for on databases that can't tell of them, while anything
 *     is watched
 * @param connections put around the pools of connections; tests count and break connections with it
 */
public record SqlStoreOptions(Layout layout, Duration pollInterval, UnaryOperator<DataSource> connections) {
    /** The layouts of DESIGN §4.1. */
    public enum Layout {
        /** Ours: a row a message, large bodies shared. */
        COMPACT,
        /** DBMail's, so that its daemons can share the database. */
        PARTS
    }

    /** Compact, four looks a second. */
    public static final SqlStoreOptions DEFAULT =
            new SqlStoreOptions(Layout.COMPACT, Duration.ofMillis(250), UnaryOperator.identity());

    /** These options with another layout. */
    public SqlStoreOptions withLayout(Layout other) {
        return new SqlStoreOptions(other, pollInterval, connections);
    }

    /** These options with something around the pools. */
    public SqlStoreOptions withConnections(UnaryOperator<DataSource> around) {
        return new SqlStoreOptions(layout, pollInterval, around);
    }
}
