/**
 * Throw-away databases for tests: private PostgreSQL and MariaDB servers, started at most once per JVM in a temporary
 * folder and gone with it, and SQLite files.
 */
@NullMarked
package org.jdbmail.testkit.database;

import org.jspecify.annotations.NullMarked;
