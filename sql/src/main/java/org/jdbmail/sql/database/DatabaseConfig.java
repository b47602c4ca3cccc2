package org.jdbmail.sql.database;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to use a database.
 *
 * @param url where it is
 * @param account who connects; what it doesn't say is the URL's, or nothing
 * @param poolSize how many connections to hold at most; small whatever the number of sessions, since a connection is only
 *     held while the database works (1 to 1,000)
 * @param tablePrefix what DBMail's tables' names begin with: lower-case letters, digits and underscores, 24 at most, so that the names of
 *     indexes fit; or nothing. Our own tables have a "j" before it.
 * @param patience how long to wait for it
 */
public record DatabaseConfig(DatabaseUrl url, Account account, int poolSize, String tablePrefix, Patience patience) {

    /** DBMail's own table prefix. */
    public static final String DEFAULT_PREFIX = "dbmail_";

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_]{0,23})?");

    /**
     * Who connects.
     *
     * @param user the user to connect as; null for the URL's, or none
     * @param password the user's password; null for the URL's, or none
     */
    public record Account(@Nullable String user, @Nullable String password) {
        /** Whom the URL names. */
        public static final Account OF_URL = new Account(null, null);

        /** Without the password. */
        @Override
        public String toString() {
            return String.valueOf(user);
        }
    }

    /**
     * How long to wait.
     *
     * @param connection for a free connection, and SQLite for its lock, before saying "temporarily unavailable"
     * @param answer for the server to answer a new connection
     * @param statement how long the server may be silent about one statement before the connection is given up; of no
     *     meaning on SQLite
     */
    public record Patience(Duration connection, Duration answer, Duration statement) {
        /** 4 s for a connection: who needs the database while it is away is told so within 5 s. The 5 minutes are DBMail's. */
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofMinutes(5));

        /** The usual with another time to wait for a connection. */
        public static Patience forConnections(Duration time) {
            return new Patience(time, USUAL.answer, USUAL.statement);
        }
    }

    public DatabaseConfig {
        if (poolSize < 1 || poolSize > 1000) {
            throw new IllegalArgumentException(
                    "The number of database connections must be from 1 to 1000: " + poolSize);
        }
        if (!PREFIX.matcher(tablePrefix).matches()) {
            throw new IllegalArgumentException(
                    "The table prefix must be lower-case letters, digits and underscores, 24 at most: " + tablePrefix);
        }
        account = new Account(
                account.user == null ? url.user() : account.user,
                account.password == null ? url.password() : account.password);
    }

    /** The defaults for a URL: ten connections, DBMail's prefix, the usual patience. */
    public static DatabaseConfig of(String url) {
        return new DatabaseConfig(DatabaseUrl.parse(url), Account.OF_URL, 10, DEFAULT_PREFIX, Patience.USUAL);
    }

    /** The same with somebody else who connects. */
    public DatabaseConfig withAccount(@Nullable String user, @Nullable String password) {
        return new DatabaseConfig(url, new Account(user, password), poolSize, tablePrefix, patience);
    }

    /** The same with another patience. */
    public DatabaseConfig with(Patience other) {
        return new DatabaseConfig(url, account, poolSize, tablePrefix, other);
    }

    /** The same with other names of tables. */
    public DatabaseConfig withPrefix(String other) {
        return new DatabaseConfig(url, account, poolSize, other, patience);
    }

    /** The same with another number of connections. */
    public DatabaseConfig withPoolSize(int other) {
        return new DatabaseConfig(url, account, other, tablePrefix, patience);
    }
}
