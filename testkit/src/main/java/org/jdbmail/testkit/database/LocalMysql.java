package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.testkit.net.FreePort;

/** Starts a private MariaDB or MySQL of the distribution's binaries; for root it runs as the user nobody. */
final class LocalMysql {

    private static final Path MARIADB = Path.of("/usr/sbin/mariadbd");
    private static final Path MARIADB_INSTALL = Path.of("/usr/bin/mariadb-install-db");

    /** Where the distributions' packages and MySQL's own archive put it. */
    private static final List<Path> MYSQL =
            List.of(Path.of("/usr/sbin/mysqld"), Path.of("/usr/local/mysql/bin/mysqld"));

    private LocalMysql() {}

    /** A running MariaDB, or nothing if the binaries are not there. */
    static Optional<Server> mariadb() {
        return mariadb(Boolean.getBoolean("jdbmail.databases.fsync")).map(Running::server);
    }

    /**
     * As {@link #mariadb()}.
     *
     * @param durable whether what it has committed outlives it
     */
    static Optional<Running> mariadb(boolean durable) {
        if (!Files.isExecutable(MARIADB_INSTALL) || !Files.isExecutable(MARIADB)) {
            return Optional.empty();
        }
        return Optional.of(start(
                durable,
                "jdbmail-mariadb-",
                List.of(
                        MARIADB_INSTALL.toString(),
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--skip-name-resolve"),
                List.of(MARIADB.toString(), "--no-defaults", "--skip-name-resolve", "--innodb-log-file-size=256M"),
                "--innodb-flush-method=nosync"));
    }

    /**
     * A running MySQL: an installed one, though not MariaDB's packages' link of that name, or else the one that Maven brings; nothing
     * if there is neither.
     */
    static Optional<Server> mysql() {
        return mysql(Boolean.getBoolean("jdbmail.databases.fsync")).map(Running::server);
    }

    /**
     * As {@link #mysql()}.
     *
     * @param durable whether what it has committed outlives it
     */
    static Optional<Running> mysql(boolean durable) {
        return MYSQL.stream()
                .filter(path -> Files.isExecutable(path) && !Files.isSymbolicLink(path))
                .findFirst()
                .or(MysqlBinaries::unpack)
                .map(Path::toString)
                .map(daemon -> mysql(daemon, durable));
    }

    private static Running mysql(String daemon, boolean durable) {
        return start(
                durable,
                "jdbmail-mysql-",
                List.of(daemon, "--no-defaults", "--initialize-insecure"),
                // The folder that it is built with for files of SQL may not be there.
                List.of(
                        daemon,
                        "--no-defaults",
                        // By the name that new versions have, and by that of old ones.
                        "--loose-innodb-redo-log-capacity=512M",
                        "--loose-innodb-log-file-size=256M",
                        "--mysqlx=OFF",
                        "--secure-file-priv=NULL"),
                "--skip-log-bin");
    }

    /**
     * @param durable whether what it has committed outlives it
     * @param install makes the data, in the folder that is added to it
     * @param daemon the server, with options that only it knows
     * @param careless one more option for tests, that makes the server quick
     */
    private static Running start(
            boolean durable, String prefix, List<String> install, List<String> daemon, String careless) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            ServerProcess.giveTo("nobody", folder);
            String data = "--datadir=" + folder.resolve("data");
            List<String> installation = new ArrayList<>(install);
            installation.add(data);
            ServerProcess.run("nobody", folder, installation);
            int port = FreePort.next();
            List<String> command = new ArrayList<>(daemon);
            command.addAll(List.of(
                    data,
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + folder.resolve("socket"),
                    "--pid-file=" + folder.resolve("pid"),
                    "--character-set-server=utf8mb4",
                    "--max-connections=200",
                    // A 50 MB message in DBMail's layout is one row.
                    "--max-allowed-packet=128M"));
            // For measurements durability is as it comes with the server, and memory as our manual advises; tests want
            // to be quick and small.
            command.addAll(
                    durable
                            ? List.of("--innodb-buffer-pool-size=1G")
                            : List.of(
                                    "--innodb-buffer-pool-size=64M",
                                    "--innodb-flush-log-at-trx-commit=0",
                                    "--innodb-doublewrite=0",
                                    careless));
            var server = new Server("mysql", "127.0.0.1", port, "root", "");
            return ServerProcess.start("nobody", folder, command, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
