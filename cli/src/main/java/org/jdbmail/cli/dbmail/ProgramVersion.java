package org.jdbmail.cli.dbmail;

/** What programs say when they are asked which they are. */
public final class ProgramVersion {
    /** The number, which is that of the parent pom: a test compares them. */
    public static final String NUMBER = "0.2.0";

    /** The name and number. */
    public static final String TEXT = "JDBMail " + NUMBER;

    private ProgramVersion() {}
}
