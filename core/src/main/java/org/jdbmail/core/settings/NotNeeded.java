package org.jdbmail.core.settings;

/**
 * A key of DBMail's that has no effect here and is accepted with a notice.
 *
 * @param section where DBMail looks for it
 * @param name its key, in lower case
 * @param because why it has no effect: the end of a sentence that begins with "not needed:" or "not used:"
 */
record NotNeeded(Section section, String name, String because) {}
