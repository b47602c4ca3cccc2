package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.digest.TextDigest;

/**
 * Where the database is and how it is used.
 *
 * @param url where it is, in JDBC's form or in DBMail's; may hold a password
 * @param origin where that was said, for messages
 * @param user who logs in, where that is said apart from the URL
 * @param password with what, where that is said apart from the URL
 * @param tablePrefix what the names of DBMail's tables begin with
 * @param maxConnections the most connections to it at a time
 * @param connectionWait how long to wait for one of them before something is "temporarily unavailable"
 * @param queryTimeout the longest that one statement may take
 * @param layout how new messages are kept; none for as the store itself says
 * @param hash the digest in DBMail's tables of parts and header values
 * @param expunged how long expunged messages stay, at least
 * @param undelete how long they can be had back for certain
 */
public record DatabaseSettings(
        String url,
        String origin,
        Optional<String> user,
        Optional<String> password,
        String tablePrefix,
        int maxConnections,
        Duration connectionWait,
        Duration queryTimeout,
        Optional<Layout> layout,
        TextDigest hash,
        Duration expunged,
        Duration undelete) {
    /** The database's URL. */
    public static final Setting<String> DBURI = text(
            "dburi",
            "Where the database is: `sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, `mysql://…`, or a JDBC"
                    + " URL. Special characters in a password are written as `%40` for `@`, `%2F` for `/`, `%23` for `#`.");

    private static final Setting<String> DRIVER = text(
            "driver",
            "Where `dburi` is missing: `sqlite`, `postgresql` or `mysql`. DBMail calls this form deprecated.");
    private static final Setting<String> HOST = text("host", "Where `dburi` is missing: the database's machine.");
    private static final Setting<OptionalInt> PORT = new Setting<>(
            Section.DBMAIL, "sqlport", SettingType.port(), "", "Where `dburi` is missing: the database's port.");
    private static final Setting<String> SOCKET = text(
            "sqlsocket",
            "A Unix socket of the database. It cannot be used from here: give `host` and `sqlport` instead.");
    private static final Setting<String> USER =
            text("user", "Who logs in to the database, where `dburi` does not say it.");
    private static final Setting<String> PASS = text("pass", "The password for `user`.");
    private static final Setting<String> DB =
            text("db", "Where `dburi` is missing: the name of the database, or SQLite's file.");
    private static final Setting<String> PREFIX = new Setting<>(
            Section.DBMAIL,
            "table_prefix",
            new SettingType<>(
                    "lower-case letters, digits and underscores, a letter first, 24 at most; or `\"\"` for none",
                    DatabaseSettings::prefix),
            "dbmail_",
            "What the names of the tables that DBMail knows begin with; `\"\"` for nothing.");
    private static final Setting<Integer> CONNECTIONS = new Setting<>(
            Section.DBMAIL,
            "max_db_connections",
            SettingType.number(1, 1000),
            "10",
            "The most connections to the database at a time. A few are enough: sessions hold one only while a statement"
                    + " runs.");
    private static final Setting<Duration> CONNECTION_WAIT = new Setting<>(
            Section.DBMAIL,
            "connection_pool_timeout",
            SettingType.seconds(1, 600),
            "4",
            "How long to wait for one of them before the client is told that the service is temporarily unavailable.");
    private static final Setting<Duration> QUERY_TIMEOUT = new Setting<>(
            Section.DBMAIL,
            "query_timeout",
            SettingType.seconds(1, 86_400),
            "300",
            "The longest that one statement may take before it is given up, and its connection with it. SQLite knows no such limit.");
    private static final Setting<Optional<Layout>> LAYOUT = new Setting<>(
            Section.DBMAIL,
            "content_layout",
            SettingType.oneOf(Layout.class).orNone(),
            "",
            "How new messages are kept: `compact` in JDBMail's own tables, or `parts` in DBMail's, so that DBMail's own programs"
                    + " can use the database too. Messages of both kinds are always read. Where nothing is given, the database"
                    + " says it: one that JDBMail made is `compact`; one that was DBMail's stays `parts` until"
                    + " `jdbmail store convert compact` is run. The start says which it is.");

    private static final Setting<TextDigest> HASH = new Setting<>(
            Section.DBMAIL,
            "hash_algorithm",
            SettingType.oneOf(TextDigest.class),
            "sha1",
            "By which digest parts and header fields that are there already are found again, in the layout `parts`. Give DBMail"
                    + " the same, so that both share what they store. JDBMail compares what it finds byte for byte.");
    private static final Setting<Duration> EXPUNGED = new Setting<>(
            Section.DBMAIL,
            "expunged_days",
            SettingType.days(0, 3_650),
            "1",
            "For how many days at least, and twice as many at most, expunged messages stay in the database. So long a client that"
                    + " was away is told exactly which messages went (QRESYNC); later it has to compare all it knows. DBMail"
                    + " does the same with a nightly `dbmail-util`, which is not needed here.");

    private static final Setting<Duration> UNDELETE = new Setting<>(
            Section.DBMAIL,
            "undelete_days",
            SettingType.days(0, 3_650),
            "0",
            "For how many days expunged messages can be had back for certain (`jdbmail undelete`): so long they stay with their contents,"
                    + " whatever `expunged_days` says, and nightly runs of `dbmail-util` leave them. They don't count against a quota. With"
                    + " 0 they can be had back as long as they happen to be there.");

    static final List<Setting<?>> ALL = List.of(
            DBURI,
            DRIVER,
            HOST,
            PORT,
            SOCKET,
            DB,
            USER,
            PASS,
            PREFIX,
            CONNECTIONS,
            CONNECTION_WAIT,
            QUERY_TIMEOUT,
            LAYOUT,
            HASH,
            EXPUNGED,
            UNDELETE);

    /**
     * The database that was chosen.
     *
     * @throws BadSettings when none was
     */
    public static DatabaseSettings from(Settings settings) throws BadSettings {
        Setting<String> source = settings.isGiven(DBURI) ? DBURI : DRIVER;
        return new DatabaseSettings(
                settings.isGiven(DBURI) ? settings.get(DBURI) : deprecatedForm(settings),
                settings.origin(source, Section.DBMAIL),
                given(settings, USER),
                given(settings, PASS),
                settings.get(PREFIX),
                settings.get(CONNECTIONS),
                settings.get(CONNECTION_WAIT),
                settings.get(QUERY_TIMEOUT),
                settings.get(LAYOUT),
                settings.get(HASH),
                settings.get(EXPUNGED),
                settings.get(UNDELETE));
    }

    /** How long ago what was expunged is offered to be had back: at least as long as it is there for sure. */
    public Duration recoverable() {
        return undelete.compareTo(expunged) > 0 ? undelete : expunged;
    }

    /** Where it was said how new messages are kept, for messages. */
    public static String layoutOrigin(Settings settings) {
        return settings.origin(LAYOUT, Section.DBMAIL);
    }

    /** Tells nothing that may hold a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + origin + "]";
    }

    private static String deprecatedForm(Settings settings) throws BadSettings {
        String driver = settings.get(DRIVER).toLowerCase(Locale.ROOT);
        if (driver.isEmpty()) {
            throw new BadSettings(List.of("no database is named: write dburi = … under [DBMAIL], or use --db"));
        }
        if (driver.equals("sqlite") || driver.equals("sqlite3")) {
            return "sqlite://" + settings.get(DB);
        }
        if (settings.isGiven(SOCKET) && !settings.isGiven(HOST)) {
            throw new BadSettings(List.of(settings.origin(SOCKET, Section.DBMAIL)
                    + ": the database cannot be reached by a Unix socket from here; give host and sqlport instead"));
        }
        String host = settings.isGiven(HOST) ? settings.get(HOST) : "localhost";
        OptionalInt port = settings.get(PORT);
        return driver + "://" + host + (port.isPresent() ? ":" + port.getAsInt() : "") + "/" + settings.get(DB);
    }

    private static Optional<String> given(Settings settings, Setting<String> setting) {
        return Optional.of(settings.get(setting)).filter(text -> !text.isEmpty());
    }

    private static Setting<String> text(String name, String prose) {
        return new Setting<>(Section.DBMAIL, name, SettingType.text(), "", prose);
    }

    private static String prefix(String value) {
        // DBMail takes the quotes as a word for nothing, and nothing as its default.
        if (value.equals("\"\"")) {
            return "";
        }
        if (!value.matches("[a-z][a-z0-9_]{0,23}")) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
