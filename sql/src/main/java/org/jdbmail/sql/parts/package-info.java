/**
 * DBMail's own layout of contents: its tables of parts and of header values, read and written so that its daemons can share
 * the database; beside them a repair row where they alone would not give back the exact bytes.
 */
@NullMarked
package org.jdbmail.sql.parts;

import org.jspecify.annotations.NullMarked;
