package org.jdbmail.testkit.database;

/**
 * A running database server that is ours alone.
 *
 * @param driver "postgresql" or "mysql", as JDBC URLs name the driver
 * @param host where it listens
 * @param port where it listens
 * @param user its administrator, who may create databases
 * @param password the administrator's password
 */
record Server(String driver, String host, int port, String user, String password) {

    String adminUrl() {
        return url(driver, driver.equals("postgresql") ? "postgres" : "mysql");
    }

    String url(String scheme, String database) {
        return "jdbc:" + scheme + "://" + host + ":" + port + "/" + database;
    }

    String createStatement() {
        return driver.equals("postgresql")
                ? "CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0"
                : "CREATE DATABASE %s CHARACTER SET utf8mb4";
    }

    String dropStatement() {
        return driver.equals("postgresql") ? "DROP DATABASE IF EXISTS %s WITH (FORCE)" : "DROP DATABASE IF EXISTS %s";
    }
}
