package org.jdbmail.core.settings;

/** In which tables the bytes of new messages are kept. Both are always read. */
public enum ContentLayout {
    /** JDBMail's own. */
    COMPACT,
    /** DBMail's, so that its own programs can read the messages too. */
    PARTS
}
