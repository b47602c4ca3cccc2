/**
 * JDBC made short: one {@link org.jdbmail.sql.jdbc.Db} for each transaction, with statements whose table names carry the
 * configured prefix, and everything that differs between the databases in {@link org.jdbmail.sql.jdbc.Dialect}. The hot
 * statements of the store are written for it by hand; the others are built with jOOQ on the same connection.
 */
@NullMarked
package org.jdbmail.sql.jdbc;

import org.jspecify.annotations.NullMarked;
