package org.jdbmail.sql.database;

/**
 * The databases that JDBMail runs on. MariaDB and MySQL are one kind here: they share a driver, a URL and a schema; in
 * queries they differ, which jOOQ's dialect in {@link Database#configuration()} tells.
 */
public enum DatabaseKind {
    /** A file of our own process, one writer at a time. */
    SQLITE,
    POSTGRESQL,
    /** MySQL or MariaDB. */
    MYSQL
}
