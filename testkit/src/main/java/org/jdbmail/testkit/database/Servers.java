package org.jdbmail.testkit.database;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers of this JVM, each started when it is first asked for: of local binaries if there are any, else in Docker. */
final class Servers {

    static final Once POSTGRESQL = new Once(() -> local(LocalPostgresql::start)
            .or(Containers::postgresql)
            .orElseThrow(
                    () -> new IllegalStateException("There is no PostgreSQL to test with, and no Docker: install the"
                            + " Debian package postgresql (it brings /usr/lib/postgresql/*/bin), or leave postgresql out of"
                            + " -Djdbmail.databases.")));

    static final Once MARIADB = new Once(() -> local(LocalMysql::mariadb)
            .or(Containers::mariadb)
            .orElseThrow(() -> new IllegalStateException("There is no MariaDB to test with, and no Docker: install the"
                    + " Debian package mariadb-server (it brings mariadbd and mariadb-install-db), or leave mariadb out of"
                    + " -Djdbmail.databases.")));

    static final Once MYSQL = new Once(() -> local(LocalMysql::mysql)
            .or(Containers::mysql)
            .orElseThrow(() -> new IllegalStateException("There is no MySQL to test with, and no Docker: install it"
                    + " (its packages and MariaDB's exclude each other; MySQL's archive in /usr/local/mysql does as"
                    + " well), or leave mysql out of"
                    + " -Djdbmail.databases.")));

    private Servers() {}

    private static Optional<Server> local(Supplier<Optional<Server>> start) {
        return Boolean.getBoolean("jdbmail.databases.containers") ? Optional.empty() : start.get();
    }

    /** A server that is started once; where it doesn't start, that is not tried again by each test. */
    static final class Once {

        private final Supplier<Server> start;
        private @Nullable Server server;
        private @Nullable RuntimeException failure;

        private Once(Supplier<Server> start) {
            this.start = start;
        }

        synchronized Server get() {
            if (failure != null) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
            Server running = server;
            if (running == null) {
                try {
                    running = start.get();
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
                server = running;
            }
            return running;
        }
    }
}
