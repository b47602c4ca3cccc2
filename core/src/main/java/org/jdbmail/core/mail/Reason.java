package org.jdbmail.core.mail;

/**
 * Why something that was asked for was not done: the one vocabulary of failure. Each protocol has one exhaustive switch
 * from a reason to its own words.
 */
public enum Reason {
    /** What was named does not exist. */
    NOT_FOUND,
    /** What was to be made exists already. */
    ALREADY_EXISTS,
    /** The user lacks the right (RFC 4314). */
    NO_PERMISSION,
    /** The mailbox was opened, or is kept, read-only. */
    READ_ONLY,
    /** The owner's storage limit would be passed. */
    OVER_QUOTA,
    /** One thing is larger than a limit allows, whatever room there is. */
    TOO_BIG,
    /** The message was expunged meanwhile. */
    EXPUNGED,
    /** The request is well-formed but can never be granted. */
    INVALID,
    /** Another session holds what is needed; later it may be free. */
    IN_USE,
    /** A limit on number or rate was reached. */
    LIMIT,
    /** Our own trouble: the database is away, slow, or full. Always temporary. */
    UNAVAILABLE,
    /** Stored data contradicts itself. */
    CORRUPT
}
