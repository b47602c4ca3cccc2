package org.jdbmail.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.schema.Schema;

/**
 * {@code ./x bench upgrade}: how long a store stands still while its tables are brought from the schema of the first version that could be used (4) to
 * today's. It is told beforehand, broken off by SIGKILL, and done again; then all messages must be there.
 */
public final class Upgrade {
    private static final int USUAL = 1_000_000;

    /** How long an upgrade is let go on before it is killed. */
    private static final long MOMENT_MILLIS = 300;

    private Upgrade() {}

    /** @param arguments how many messages; or, in the process that is killed, {@code --upgrade FILE} */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logging.quiet();
        if (arguments.length == 2 && arguments[0].equals("--upgrade")) {
            Schema.prepare(DatabaseConfig.of("sqlite:" + arguments[1]));
            return;
        }
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : USUAL;
        Path folder = Files.createTempDirectory("jdbmail-upgrade");
        try {
            measure(folder.resolve("mail.db"), messages, out);
        } finally {
            for (String end : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(folder.resolve("mail.db" + end));
            }
            Files.deleteIfExists(folder);
        }
    }

    private static void measure(Path file, int messages, PrintStream out) throws Exception {
        DatabaseConfig config = DatabaseConfig.of("sqlite:" + file);
        out.printf(Locale.ROOT, "filling a store of schema 4 with %,d messages%n", messages);
        fill(file, messages);
        out.printf(Locale.ROOT, "%,d MB%n", Files.size(file) >> 20);
        long began = System.nanoTime();
        String told = Schema.pending(config);
        out.printf(
                Locale.ROOT,
                "told beforehand in %.1f s: %d lines of SQL%n",
                since(began),
                told.lines().count());
        killed(file, out);
        check(file, 4, messages);
        began = System.nanoTime();
        Schema.Outcome outcome = Schema.prepare(config);
        out.printf(Locale.ROOT, "standstill: %.1f s (%s)%n", since(began), outcome);
        check(file, Schema.CURRENT, messages);
        if (!Schema.pending(config).isEmpty()) {
            throw new IllegalStateException("something is still to be done");
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** Kills an upgrade soon after it has begun to change tables. */
    private static void killed(Path file, PrintStream out) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Upgrade.class.getName(),
                        "--upgrade",
                        file.toString())
                .inheritIO()
                .start();
        while (process.isAlive() && !isLocked(file)) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        boolean wasAtWork = process.isAlive();
        process.destroyForcibly().waitFor();
        out.println(wasAtWork ? "killed in the midst of it" : "it was over before it could be killed");
        if (!wasAtWork) {
            throw new IllegalStateException("take more messages");
        }
    }

    private static boolean isLocked(Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private static void check(Path file, int version, int messages) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            long is = number(statement, "SELECT max(version) FROM jdbmail_schema");
            long there = number(
                    statement,
                    "SELECT count(*) FROM dbmail_messages m JOIN jdbmail_content c ON c.physmessage_id = m.physmessage_id");
            if (is != version || there != messages) {
                throw new IllegalStateException("schema " + is + " with " + there + " messages");
            }
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void fill(Path file, int messages) throws IOException, SQLException {
        String schema;
        try (InputStream in = Objects.requireNonNull(Upgrade.class.getResourceAsStream("schema-4.sqlite.sql"))) {
            schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            // SQLite's driver takes many statements in one string here, and here only.
            statement.executeUpdate(schema);
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO dbmail_users (userid, passwd) VALUES ('anna', 'x')");
            statement.executeUpdate("INSERT INTO dbmail_mailboxes (owner_idnr, name)"
                    + " SELECT user_idnr, 'INBOX' FROM dbmail_users WHERE userid = 'anna'");
            statement.executeUpdate(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + messages
                            + ") INSERT INTO dbmail_physmessage (messagesize, rfcsize, internal_date)"
                            + " SELECT 1300, 1300, '2026-01-02 03:04:05' FROM n");
            statement.executeUpdate("INSERT INTO dbmail_messages (mailbox_idnr, physmessage_id, unique_id, seq)"
                    + " SELECT b.mailbox_idnr, p.id, 'u' || p.id, 2 FROM dbmail_physmessage p, dbmail_mailboxes b");
            statement.executeUpdate("INSERT INTO jdbmail_content (physmessage_id, packing, pieces, head, body)"
                    + " SELECT id, 0, 0, CAST('Subject: number ' || id || char(13, 10, 13, 10) AS blob), zeroblob(1200)"
                    + " FROM dbmail_physmessage");
            statement.executeUpdate(
                    "INSERT INTO jdbmail_summary (physmessage_id, version, size, line_count, envelope, bodystructure, subject,"
                            + " from_field, message_id, sent_date) SELECT id, 1, 1300, 10, '(NIL \"number\" NIL NIL NIL NIL NIL NIL NIL NIL)',"
                            + " '(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1200 10)', 'number ' || id, 'bob@example.org',"
                            + " '<' || id || '@example.org>', '2026-01-02 03:04:05' FROM dbmail_physmessage");
            connection.commit();
        }
    }
}
