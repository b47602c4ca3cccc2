package org.jdbmail.core.reading;

/** How much of a message is read. */
public enum Source {
    NOTHING,
    /** The top header block. */
    HEAD,
    ALL
}
