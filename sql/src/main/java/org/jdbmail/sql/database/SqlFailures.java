package org.jdbmail.sql.database;

import java.sql.SQLException;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what a driver says when a database cannot be used into one line that says what to do. */
public final class SqlFailures {

    private SqlFailures() {}

    /** Explains a failure to connect to, set up or write the configured database. */
    public static DatabaseException explain(SQLException failure, DatabaseConfig config) {
        DatabaseUrl url = config.url();
        Problem problem = problem(failure, url.kind());
        String account = config.account().user() == null
                ? "without a user name"
                : "as user " + config.account().user();
        String message = switch (problem) {
            case REFUSED ->
                "The database server refuses us " + account + " at " + url
                        + ": check user name and password, and the user's right to this database.";
            case NO_DATABASE -> "There is no such database on the server: " + url + ". Create it, or correct the URL.";
            case UNREACHABLE ->
                "The database server cannot be reached: " + url + ". Is it running, and are host and port right?";
            case FULL -> "No space left for the database " + url + ": make room, then start again.";
            case READ_ONLY -> readOnly(url);
            case BUSY ->
                "The database " + url + " is locked by another program for longer than we wait: try again later.";
            case FOREIGN -> "This is not a database: " + url + ". Name another file, or move this one away.";
            case BAD_URL -> "The database URL is not understood: " + url + ".";
            case DAMAGED ->
                "The database " + url + " is damaged: "
                        + oneLine(failure, config.account().password()) + ". Restore it from a backup.";
            case TOO_OLD, TOO_NEW, BROKEN ->
                "The database " + url + " cannot be used: "
                        + oneLine(failure, config.account().password());
        };
        return new DatabaseException(problem, message, failure);
    }

    private static String readOnly(DatabaseUrl url) {
        return url.kind() == DatabaseKind.SQLITE
                ? "The database file cannot be opened for writing: " + url.file()
                        + ". Give this user the right to the file and its directory, or name another file."
                : "The database " + url + " may not be written by this user: grant it, or name the primary server.";
    }

    private static Problem problem(SQLException failure, DatabaseKind kind) {
        return switch (kind) {
            case SQLITE -> sqlite(failure);
            case POSTGRESQL -> postgresql(state(failure));
            case MYSQL -> mysql(failure.getErrorCode(), state(failure));
        };
    }

    private static Problem sqlite(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return Problem.BROKEN;
        }
        // The file that readers and writers share cannot grow: there is no room for it either.
        if (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return Problem.FULL;
        }
        // The low byte is the primary code: https://sqlite.org/rescode.html
        return switch (sqlite.getResultCode().code & 0xff) {
            case 5, 6 -> Problem.BUSY;
            case 8, 14, 23 -> Problem.READ_ONLY;
            case 11 -> Problem.DAMAGED;
            case 13 -> Problem.FULL;
            case 26 -> Problem.FOREIGN;
            default -> Problem.BROKEN;
        };
    }

    private static Problem postgresql(String state) {
        // PostgreSQL manual, appendix A.
        return switch (state) {
            case "28P01", "28000", "42501" -> Problem.REFUSED;
            case "3D000" -> Problem.NO_DATABASE;
            case "53100" -> Problem.FULL;
            case "25006" -> Problem.READ_ONLY;
            case "53300", "57P03", "55P03" -> Problem.BUSY;
            default -> state.startsWith("08") ? Problem.UNREACHABLE : Problem.BROKEN;
        };
    }

    private static Problem mysql(int code, String state) {
        // MySQL's server error numbers, which MariaDB shares.
        return switch (code) {
            case 1044, 1045, 1142, 1698 -> Problem.REFUSED;
            case 1049 -> Problem.NO_DATABASE;
            case 1021, 1114 -> Problem.FULL;
            case 1290, 1792, 1836 -> Problem.READ_ONLY;
            case 1040, 1203, 1205 -> Problem.BUSY;
            default -> state.startsWith("08") ? Problem.UNREACHABLE : Problem.BROKEN;
        };
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    private static String oneLine(SQLException failure, @Nullable String password) {
        String message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
        return password == null || password.isEmpty() ? message : message.replace(password, "***");
    }
}
