/**
 * The way to a database: its URL, its connections and its dialect, and what to say when it cannot be reached. Knows no
 * table; {@code org.jdbmail.sql.schema} puts those in place and {@code org.jdbmail.sql} asks them.
 */
@NullMarked
package org.jdbmail.sql.database;

import org.jspecify.annotations.NullMarked;
