/**
 * The tables: what a database holds when we find it, how it gets its schema or is taken over from DBMail, and the reference
 * page that explains every column. The changelogs lie beside this code as resources, under
 * {@code org/jdbmail/sql/changelog}.
 */
@NullMarked
package org.jdbmail.sql.schema;

import org.jspecify.annotations.NullMarked;
