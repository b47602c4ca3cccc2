/** Postfix's tables in databases: {@link org.jdbmail.sql.table.SqlLookupTables} opens what their files describe. */
@NullMarked
package org.jdbmail.sql.table;

import org.jspecify.annotations.NullMarked;
