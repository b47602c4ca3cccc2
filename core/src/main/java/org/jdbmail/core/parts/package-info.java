/**
 * DBMail's own layout of a message's content: a header or body per row of {@code dbmail_mimeparts}, put in order by
 * {@code dbmail_partlists}. Here is what turns a message into such rows and back; reading and writing the tables is the
 * SQL store's.
 */
@NullMarked
package org.jdbmail.core.parts;

import org.jspecify.annotations.NullMarked;
