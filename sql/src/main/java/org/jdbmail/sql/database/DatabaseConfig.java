package org.jdbmail.sql.database;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to use a database.
 *
 * @param url where it is
 * @param user the user to connect as; null for the URL's, or none
 * @param password the user's password; null for the URL's, or none
 * @param poolSize how many connections to hold at most; small whatever the number of sessions, since a connection is only
 *     held while the database works (1 to 1,000)
 * @param tablePrefix what DBMail's tables' names begin with: lower-case letters, digits and underscores, 24 at most, so that the names of
 *     indexes fit; or nothing. Our own tables have a "j" before it.
 * @param patience how long to wait for a free connection, and SQLite for its lock, before saying "temporarily unavailable"
 * @param connectTimeout how long to wait for the server to answer a new connection
 * @param queryTimeout how long the server may be silent about one statement before the connection is given up; of no
 *     meaning on SQLite
 */
public record DatabaseConfig(
        DatabaseUrl url,
        @Nullable String user,
        @Nullable String password,
        int poolSize,
        String tablePrefix,
        Duration patience,
        Duration connectTimeout,
        Duration queryTimeout) {

    /** DBMail's own table prefix. */
    public static final String DEFAULT_PREFIX = "dbmail_";

    /** DBMail's. */
    private static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofMinutes(5);

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_]{0,23})?");

    public DatabaseConfig {
        if (poolSize < 1 || poolSize > 1000) {
            throw new IllegalArgumentException(
                    "The number of database connections must be from 1 to 1000: " + poolSize);
        }
        if (!PREFIX.matcher(tablePrefix).matches()) {
            throw new IllegalArgumentException(
                    "The table prefix must be lower-case letters, digits and underscores, 24 at most: " + tablePrefix);
        }
        user = user == null ? url.user() : user;
        password = password == null ? url.password() : password;
    }

    /**
     * The defaults for a URL: ten connections, DBMail's prefix, and 4 s of waiting: who needs the database while it is away is
     * told so within 5 s.
     */
    public static DatabaseConfig of(String url) {
        return new DatabaseConfig(
                DatabaseUrl.parse(url),
                null,
                null,
                10,
                DEFAULT_PREFIX,
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                DEFAULT_QUERY_TIMEOUT);
    }

    public DatabaseConfig withAccount(@Nullable String newUser, @Nullable String newPassword) {
        return new DatabaseConfig(
                url, newUser, newPassword, poolSize, tablePrefix, patience, connectTimeout, queryTimeout);
    }

    public DatabaseConfig withPrefix(String newPrefix) {
        return new DatabaseConfig(url, user, password, poolSize, newPrefix, patience, connectTimeout, queryTimeout);
    }

    public DatabaseConfig withPoolSize(int newSize) {
        return new DatabaseConfig(url, user, password, newSize, tablePrefix, patience, connectTimeout, queryTimeout);
    }

    public DatabaseConfig withPatience(Duration newPatience) {
        return new DatabaseConfig(
                url, user, password, poolSize, tablePrefix, newPatience, connectTimeout, queryTimeout);
    }

    public DatabaseConfig withQueryTimeout(Duration newTimeout) {
        return new DatabaseConfig(url, user, password, poolSize, tablePrefix, patience, connectTimeout, newTimeout);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + url + ", user=" + user + ", poolSize=" + poolSize + ", tablePrefix=" + tablePrefix
                + "]";
    }
}
