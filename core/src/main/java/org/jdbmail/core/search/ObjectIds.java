package org.jdbmail.core.search;

/** Ids of mailboxes and messages as RFC 8474 wants them; that of a thread is kept with the message. */
public final class ObjectIds {
    private ObjectIds() {}

    /** MAILBOXID: of a mailbox, whatever it is called. */
    public static String mailbox(long mailboxId) {
        return "F" + mailboxId;
    }

    /** EMAILID: the same for all copies of a message. */
    public static String email(long physId) {
        return "M" + physId;
    }
}
