package org.jdbmail.wire;

/** Why {@link Inbox#await(java.time.Duration)} returned. */
public enum Readiness {
    /** At least one byte can be read without waiting. */
    READABLE,
    /** Somebody called {@link Connection#wake()}; that wake is now used up. */
    WOKEN,
    /** The time is over. */
    TIMEOUT,
    /** The peer has sent its last byte, and all is read. */
    EOF,
    /** The server stops: say goodbye and return. Stays so. */
    SHUTDOWN
}
