package org.jdbmail.core.mail;

/**
 * The system flags of RFC 3501 §2.3.2 that a client may set. {@code \Recent} is not among them: it belongs to a session.
 */
public enum Flag {
    SEEN(1, "\\Seen"),
    ANSWERED(2, "\\Answered"),
    FLAGGED(4, "\\Flagged"),
    DELETED(8, "\\Deleted"),
    DRAFT(16, "\\Draft");

    private final int bit;
    private final String imapName;

    Flag(int bit, String imapName) {
        this.bit = bit;
        this.imapName = imapName;
    }

    /** The flag as IMAP writes it, with its backslash. */
    public String imapName() {
        return imapName;
    }

    /** This flag's bit in a mask of system flags. */
    public int bit() {
        return bit;
    }
}
