package org.jdbmail.core.settings;

/**
 * A key of DBMail 3's settings file, as DBMail reads it.
 *
 * @param section where it stands; in the file of a site it may also stand in {@code [DBMAIL]}, or be overridden by a service
 * @param name its key, in lower case
 * @param ifAbsent what DBMail takes where it is not given; empty for nothing
 * @param meaning what DBMail does with it
 */
public record DbmailKey(Section section, String name, String ifAbsent, String meaning) {}
