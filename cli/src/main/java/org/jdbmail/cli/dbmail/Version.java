package org.jdbmail.cli.dbmail;

/** What programs say when they are asked which they are. */
public final class Version {
    /** The name and number. */
    public static final String TEXT = "JDBMail 0.1.0";

    private Version() {}
}
