package org.jdbmail.sql.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jdbmail.sql.database.DatabaseKind;

/** What differs between the databases in the statements that are written by hand. All times are UTC. */
public enum Dialect {
    POSTGRESQL,
    MYSQL,
    SQLITE;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** The dialect of a kind of database. */
    public static Dialect of(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRESQL -> POSTGRESQL;
            case MYSQL -> MYSQL;
            case SQLITE -> SQLITE;
        };
    }

    /** A time as a parameter: whole seconds, as DBMail keeps them. */
    public Object timestamp(Instant when) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(when.getEpochSecond(), 0, ZoneOffset.UTC);
        return switch (this) {
            case POSTGRESQL, MYSQL -> utc;
            // SQLite has no type for times; DBMail writes them so.
            case SQLITE -> SECONDS.format(utc);
        };
    }

    /** A parameter with a time, where nothing else tells the database its type. */
    public String castTimestamp(String parameter) {
        return switch (this) {
            case POSTGRESQL -> "cast(" + parameter + " as timestamp)";
            case MYSQL -> "cast(" + parameter + " as datetime)";
            case SQLITE -> parameter;
        };
    }

    /** Seconds since 1970-01-01T00:00:00Z of a column with a time; 0 for none. */
    public String epoch(String column) {
        return switch (this) {
            case POSTGRESQL -> "coalesce(cast(extract(epoch from " + column + ") as bigint), 0)";
            case MYSQL -> "coalesce(timestampdiff(SECOND, '1970-01-01', " + column + "), 0)";
            case SQLITE -> "coalesce(cast(strftime('%s', " + column + ") as integer), 0)";
        };
    }

    /**
     * A column folded for comparing without regard to case, in the form that the indexes have. What is equal then is at least
     * what {@link org.jdbmail.core.mail.AsciiCase} takes for the same, but may be more: MySQL's collations disregard accents and
     * trailing blanks, and PostgreSQL's lower() is Unicode's. So whoever compares so looks at the rows again.
     */
    public String folded(String column) {
        return switch (this) {
            case POSTGRESQL, SQLITE -> "lower(" + column + ")";
            // The columns' own collation disregards case.
            case MYSQL -> column;
        };
    }

    /** A text whose rows are exactly those of another, whatever the collation: blanks at the end count too. */
    public String exactly(String text) {
        return switch (this) {
            case POSTGRESQL, SQLITE -> text;
            case MYSQL -> "cast(" + text + " as binary)";
        };
    }

    /** The number that a text column of digits stands for, null where it holds something else. */
    public String number(String column) {
        String digits = switch (this) {
            case POSTGRESQL -> column + " ~ '^[0-9]+$'";
            case MYSQL -> column + " regexp '^[0-9]+$'";
            case SQLITE -> column + " not glob '*[^0-9]*'";
        };
        String type = this == MYSQL ? "unsigned" : "bigint";
        return "case when length(" + column + ") between 1 and 18 and " + digits + " then cast(" + column + " as "
                + type + ") end";
    }

    /** How many octets a column of text or bytes holds. */
    public String octets(String column) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> "octet_length(" + column + ")";
            // Which has octet_length() since 3.43 only, and length() counts the characters of a text.
            case SQLITE -> "length(cast(" + column + " as blob))";
        };
    }

    /** A new {@code unique_id}, different for every row: 32 hexadecimal digits, as DBMail's are. */
    public String uniqueId() {
        return switch (this) {
            case POSTGRESQL -> "replace(cast(gen_random_uuid() as varchar), '-', '')";
            // MySQL 9 has no md5() any more.
            case MYSQL -> "left(sha2(concat(uuid(), rand()), 256), 32)";
            case SQLITE -> "lower(hex(randomblob(16)))";
        };
    }

    /** Whether writers lock rows and wait for each other's; SQLite has one writer. */
    public boolean locksRows() {
        return this != SQLITE;
    }

    /** Whether somebody else may end a transaction while nothing is asked of it, as a node of a Galera cluster does. */
    public boolean mayLoseTransactions() {
        return this == MYSQL;
    }

    /** What makes a row that is read the reader's own until the transaction ends. */
    public String forUpdate() {
        return switch (this) {
            case POSTGRESQL, MYSQL -> " FOR UPDATE";
            // A writing transaction has the whole database for itself.
            case SQLITE -> "";
        };
    }

    /**
     * A condition for deleting rows whose ids must never come back; empty where the database sees to that. In a table that
     * DBMail made, which has no AUTOINCREMENT, SQLite gives the largest id plus one, so that the row which has it stays until
     * there is another.
     */
    public String unlessIdComesBack(String table, String key) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> "";
            case SQLITE ->
                " AND (" + key + " < (SELECT max(" + key + ") FROM " + table + ")"
                        + " OR EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '" + table + "'))";
        };
    }

    /** How an insert begins that passes over rows which are there already. */
    public String insertIgnore() {
        return switch (this) {
            case POSTGRESQL -> "INSERT INTO";
            case MYSQL -> "INSERT IGNORE INTO";
            case SQLITE -> "INSERT OR IGNORE INTO";
        };
    }

    /** How such an insert ends. */
    public String orIgnore() {
        return switch (this) {
            case POSTGRESQL -> " ON CONFLICT DO NOTHING";
            case MYSQL, SQLITE -> "";
        };
    }
}
