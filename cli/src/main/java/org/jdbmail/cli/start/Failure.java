package org.jdbmail.cli.start;

/**
 * A program cannot begin, or cannot go on: the message says what is wrong and what to do, in one line for each thing that is
 * wrong. The exit statuses are those of {@code sysexits.h}, which mail programs use.
 */
public final class Failure extends Exception {
    /** The command line is not understood. */
    public static final int USAGE = 64;

    /** Something that is needed is not there: the database, a port, room on the disk. */
    public static final int UNAVAILABLE = 69;

    /** A fault in the program itself. */
    public static final int SOFTWARE = 70;

    /** Later it may work. */
    public static final int TEMPORARY = 75;

    /** The settings are not usable. */
    public static final int CONFIGURATION = 78;

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status one of the constants */
    public Failure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** As above, with what lies behind it, for the log. */
    public Failure(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The program's exit status. */
    public int status() {
        return status;
    }
}
