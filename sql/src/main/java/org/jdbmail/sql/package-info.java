/** The relational store: schema, queries, and all that differs by database. */
@NullMarked
package org.jdbmail.sql;

import org.jspecify.annotations.NullMarked;
