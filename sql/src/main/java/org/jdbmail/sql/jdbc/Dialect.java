package org.jdbmail.sql.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.sql.database.DatabaseKind;

/** What differs between the databases, said by name: nobody else asks which one it is. All times are UTC. */
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

    /**
     * What stands in the brackets of {@code IN (…)} for some ids, which are numbers, so that nothing can be smuggled in.
     *
     * <p>SQLite counts what is in a list, and where its statistics are of a time when the table was small, rather reads all of it; of
     * a subquery it takes for granted that it has few rows. MySQL looks such subqueries up row by row instead.
     */
    public String ids(Collection<Long> ids) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> UidCondition.list(ids);
            case SQLITE -> ids.size() == 1 ? UidCondition.list(ids) : among("'" + listed(ids) + "'");
        };
    }

    /** What stands in those brackets on SQLite where the ids are one text: {@link #listed}, or a parameter for it. */
    static String among(String text) {
        return "SELECT value FROM json_each(" + text + ")";
    }

    /** Some ids as one text. */
    static String listed(Collection<Long> ids) {
        return "[" + UidCondition.list(ids) + "]";
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
     * Whether the id of a row that was deleted may come back. In a table that DBMail made, which has no AUTOINCREMENT, SQLite
     * gives the largest id plus one.
     */
    public boolean reusesIds() {
        return this == SQLITE;
    }

    /** Whether numbers are drawn from sequences, which can be asked for many of them before their rows are written. */
    public boolean hasSequences() {
        return this == POSTGRESQL;
    }

    /** Whether an UPDATE can return the rows that it changed. */
    public boolean returnsUpdates() {
        return this != MYSQL;
    }

    /** Whether a statement can change rows in its subqueries and go on with what they return. */
    public boolean changesInSubqueries() {
        return this == POSTGRESQL;
    }

    /** Whether rows are better deleted by a join: MySQL would read all of the table to look each row up in a subselect. */
    public boolean deletesByJoin() {
        return this == MYSQL;
    }

    /** Whether a commit can be told to other connections that listen. */
    public boolean notifies() {
        return this == POSTGRESQL;
    }

    /** Whether a connection can be asked if others have changed anything ({@code PRAGMA data_version}). */
    public boolean hasDataVersion() {
        return this == SQLITE;
    }

    /** Whether each statement of a writer's connection is a transaction of its own until one is begun. */
    public boolean writersCommitThemselves() {
        return this != MYSQL;
    }

    /** What lets nobody else draw numbers for a table's rows until the transaction ends; empty where none is drawn long before its row. */
    public Optional<String> numbersLock(String table) {
        return this == POSTGRESQL
                ? Optional.of("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE")
                : Optional.empty();
    }

    /**
     * The insert of one row whose id nobody had before. SQLite by itself gives that of a deleted row again in a table that
     * DBMail made, which has no AUTOINCREMENT.
     *
     * @param columns of the row, all but the id, as in {@code name, seq}
     * @param values one for each, parameters or constants
     */
    public String insertAnew(String table, String key, String columns, String values) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")";
            case SQLITE ->
                "INSERT INTO " + table + " (" + key + ", " + columns + ") SELECT 1 + max(coalesce((SELECT max(" + key
                        + ") FROM " + table + "), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = '" + table
                        + "'), 0)), " + values;
        };
    }

    /** What a column becomes that {@link Db#returning} gives back. */
    public String returned(String expression) {
        return switch (this) {
            case POSTGRESQL, SQLITE -> expression;
            case MYSQL -> "last_insert_id(" + expression + ")";
        };
    }

    /** How many octets a column of bytes holds, without reading them. */
    public String octetsOfBytes(String column) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> "octet_length(" + column + ")";
            case SQLITE -> "length(" + column + ")";
        };
    }

    /** A parameter for a text, cut to what its column holds; MySQL cuts it in an {@link #insertCutting}, and SQLite has no such bound. */
    public String cut(String parameter, String table, String column) {
        return switch (this) {
            case POSTGRESQL ->
                "left(" + parameter + ", (SELECT atttypmod - 4 FROM pg_attribute WHERE attrelid = '" + table
                        + "'::regclass AND attname = '" + column + "'))";
            case MYSQL, SQLITE -> parameter;
        };
    }

    /** How an insert begins of rows whose texts may be too long. */
    public String insertCutting() {
        return switch (this) {
            case POSTGRESQL, SQLITE -> "INSERT INTO";
            // Which cuts what is too long instead of refusing it.
            case MYSQL -> "INSERT IGNORE INTO";
        };
    }

    /** A parameter for an IP address in a column of DBMail's. */
    public String ipAddress(String parameter) {
        return this == POSTGRESQL ? "cast(" + parameter + " as inet)" : parameter;
    }

    /** A text for a column that DBMail fills: SQLite keeps what it is given; DBMail gives it bytes, and finds only bytes again. */
    public Object dbmailText(String text) {
        return this == SQLITE ? text.getBytes(StandardCharsets.UTF_8) : text;
    }

    /** A day as a parameter. */
    public Object day(LocalDate day) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> day.atStartOfDay().toInstant(ZoneOffset.UTC);
            case SQLITE -> day.toString();
        };
    }

    /** The day of a column with a time, as text. */
    public String dayOf(String column) {
        return switch (this) {
            case POSTGRESQL, MYSQL -> "cast(cast(" + column + " as date) as char(10))";
            case SQLITE -> "substr(" + column + ", 1, 10)";
        };
    }

    /** The largest TEXT, in octets. */
    public int largestText() {
        return this == MYSQL ? 65_535 : Integer.MAX_VALUE;
    }

    /** Asks for how many octets a statement may have; empty where there is no such bound. */
    public Optional<String> largestStatement() {
        return this == MYSQL ? Optional.of("SELECT @@max_allowed_packet") : Optional.empty();
    }

    /** Counts the tables of a name: 1 or 0. */
    public String isTable(String name) {
        return switch (this) {
            case POSTGRESQL ->
                "SELECT count(*) FROM information_schema.tables WHERE table_name = '" + name
                        + "' AND table_schema = ANY (current_schemas(false))";
            case MYSQL ->
                "SELECT count(*) FROM information_schema.tables WHERE table_name = '" + name
                        + "' AND table_schema = database()";
            case SQLITE -> "SELECT count(*) FROM sqlite_master WHERE name = '" + name + "'";
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
