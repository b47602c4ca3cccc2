/**
 * Tables in which administrators say what holds for an address, a domain or a client, in the formats that Postfix has: text, patterns, networks,
 * and queries to a database. {@link org.jdbmail.core.table.TableName} is how the settings name them, {@link org.jdbmail.core.table.LookupTables}
 * opens them.
 */
@NullMarked
package org.jdbmail.core.table;

import org.jspecify.annotations.NullMarked;
