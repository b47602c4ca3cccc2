package org.jdbmail.sql.database;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used as it is. The message is one line for the administrator: what is wrong and what to do. It
 * never contains a password.
 */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong, for callers that choose an exit status by it. */
    public enum Problem {
        /** The URL is not one that we understand. */
        BAD_URL,
        /** Wrong user or password, or no right to the database. */
        REFUSED,
        /** The server has no such database. */
        NO_DATABASE,
        /** No connection to the server. */
        UNREACHABLE,
        /** Not empty, and not DBMail's. */
        FOREIGN,
        /** Made by a DBMail before 3.5, whose own upgrade must run first. */
        TOO_OLD,
        /** Made by a later JDBMail or DBMail than this program knows. */
        TOO_NEW,
        /** Disk or quota full. */
        FULL,
        /** The database or its file may not be written. */
        READ_ONLY,
        /** Locked by others for longer than we wait, or no connection left on the server. */
        BUSY,
        /** A damaged file, or tables of ours that are gone. */
        DAMAGED,
        /** Anything else. */
        BROKEN
    }

    private final Problem problem;

    public DatabaseException(Problem problem, String message) {
        this(problem, message, null);
    }

    public DatabaseException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
