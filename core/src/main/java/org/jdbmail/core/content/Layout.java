package org.jdbmail.core.content;

/** In which tables the bytes of messages are kept (DESIGN §4.1). Both are always read. */
public enum Layout {
    /** JDBMail's own: a row a message, large bodies shared. */
    COMPACT,
    /** DBMail's, so that its own programs can read the messages too. */
    PARTS
}
