package org.jdbmail.testkit.database;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers of this JVM, each started when it is first asked for: of local binaries if there are any, else in Docker. */
final class Servers {

    static final Once POSTGRESQL = new Once(() -> LocalPostgresql.start()
            .or(Containers::postgresql)
            .orElseThrow(
                    () -> new IllegalStateException("There is no PostgreSQL to test with, and no Docker: install the"
                            + " Debian package postgresql (it brings /usr/lib/postgresql/*/bin), or leave postgresql out of"
                            + " -Djdbmail.databases.")));

    static final Once MARIADB = new Once(() -> LocalMariadb.start()
            .or(Containers::mariadb)
            .orElseThrow(() -> new IllegalStateException("There is no MariaDB to test with, and no Docker: install the"
                    + " Debian package mariadb-server (it brings mariadbd and mariadb-install-db), or leave mariadb out of"
                    + " -Djdbmail.databases.")));

    private Servers() {}

    /** A server that is started once. */
    static final class Once {

        private final Supplier<Server> start;
        private @Nullable Server server;

        private Once(Supplier<Server> start) {
            this.start = start;
        }

        synchronized Server get() {
            Server running = server;
            if (running == null) {
                running = start.get();
                server = running;
            }
            return running;
        }
    }
}
