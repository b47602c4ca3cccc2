package org.jdbmail.sql.jdbc;

import java.sql.Connection;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;

/**
 * What the statements of a database need to know beforehand.
 *
 * @param dialect what differs by database
 * @param names the names of tables
 * @param jooq how jOOQ renders statements here
 */
public record Engine(Dialect dialect, TableNames names, Configuration jooq) {
    /** jOOQ on a connection. */
    DSLContext dsl(Connection connection) {
        return DSL.using(jooq.derive(new DefaultConnectionProvider(connection)));
    }

    /** Rows to fetch at a time, so that a mailbox of a million messages is never in memory as rows. */
    int fetchSize() {
        return switch (dialect) {
            case POSTGRESQL -> 4_096;
            // The driver's word for "one by one as they arrive".
            case MYSQL -> Integer.MIN_VALUE;
            case SQLITE -> 0;
        };
    }
}
