package org.jdbmail.core.mail;

/** The rights on a mailbox of RFC 4314 §2.1, in the order in which they are written, with DBMail's columns in mind. */
public enum Right {
    /** See the mailbox in LIST, subscribe. */
    LOOKUP(1, 'l'),
    /** SELECT, STATUS, FETCH, COPY from. */
    READ(2, 'r'),
    /** Change {@code \Seen}. */
    SEEN(4, 's'),
    /** Change flags other than {@code \Seen} and {@code \Deleted}. */
    WRITE(8, 'w'),
    /** APPEND, COPY into. */
    INSERT(16, 'i'),
    /** Mail may be delivered to it. */
    POST(32, 'p'),
    /** Create mailboxes below it. */
    CREATE(64, 'k'),
    /** Delete or rename the mailbox. */
    DELETE(128, 'x'),
    /** Change {@code \Deleted}. */
    DELETED(256, 't'),
    /** Expunge. */
    EXPUNGE(512, 'e'),
    /** Change its access control list. */
    ADMINISTER(1024, 'a');

    private final int bit;
    private final char letter;

    Right(int bit, char letter) {
        this.bit = bit;
        this.letter = letter;
    }

    /** The letter by which RFC 4314 names it. */
    public char letter() {
        return letter;
    }

    /** This right's bit in the mask of a {@link Rights}. */
    int bit() {
        return bit;
    }
}
