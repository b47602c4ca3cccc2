package org.jdbmail.imapd.proto;

/** What the protocol says of a command beyond its grammar. */
public enum Trait {
    /** EXPUNGE responses may be sent before its tagged response (RFC 3501 §7.4.1). */
    MAY_ANNOUNCE_EXPUNGE,
    /** The client uses it to hear what is new, so the database is asked whether anything is. */
    LOOKS_AFRESH,
    /** It ends the selection or the session: nothing is announced after it. */
    ENDS_SELECTION,
    /** It names messages by their UIDs, and is answered with them (RFC 3501 §6.4.8). */
    BY_UID,
    /** It names messages by their sequence numbers, which there are none of where UIDONLY is on (RFC 9586 §3.1). */
    BY_SEQUENCE,
    /** It may expunge, so that its tagged OK tells the MODSEQ afterwards where QRESYNC is on (RFC 7162 §3.2.7). */
    TELLS_MODSEQ,
    /** It changes messages of the selected mailbox, which its client is always told of (RFC 5465 §3.1 is about what others do). */
    CHANGES,
    /** It brings a message, which is not kept in memory. */
    STREAMS_LITERAL
}
