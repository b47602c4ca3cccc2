package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.testkit.net.FreePort;

/** Starts a private MariaDB of Debian's binaries; for root it runs as the user nobody. */
final class LocalMariadb {

    private LocalMariadb() {}

    /** A running server, or nothing if the binaries are not there. */
    static Optional<Server> start() {
        Path install = Path.of("/usr/bin/mariadb-install-db");
        Path daemon = Path.of("/usr/sbin/mariadbd");
        if (!Files.isExecutable(install) || !Files.isExecutable(daemon)) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("jdbmail-mariadb-");
            ServerProcess.giveTo("nobody", folder);
            Path data = folder.resolve("data");
            ServerProcess.run(
                    "nobody",
                    folder,
                    List.of(
                            install.toString(),
                            "--no-defaults",
                            "--datadir=" + data,
                            "--auth-root-authentication-method=normal",
                            "--skip-test-db",
                            "--skip-name-resolve"));
            int port = FreePort.next();
            boolean sync = Boolean.getBoolean("jdbmail.databases.fsync");
            List<String> command = new ArrayList<>(List.of(
                    daemon.toString(),
                    "--no-defaults",
                    "--datadir=" + data,
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + folder.resolve("mariadb.sock"),
                    "--pid-file=" + folder.resolve("pid"),
                    "--skip-name-resolve",
                    "--character-set-server=utf8mb4",
                    "--max-connections=200",
                    // A 50 MB message in DBMail's layout is one row.
                    "--max-allowed-packet=128M"));
            // For measurements durability is as it comes with MariaDB, and memory as our manual advises; tests want
            // to be quick and small.
            command.addAll(
                    sync
                            ? List.of("--innodb-buffer-pool-size=1G")
                            : List.of(
                                    "--innodb-buffer-pool-size=64M",
                                    "--innodb-log-file-size=256M",
                                    "--innodb-flush-log-at-trx-commit=0",
                                    "--innodb-flush-method=nosync",
                                    "--innodb-doublewrite=0"));
            var server = new Server("mysql", "127.0.0.1", port, "root", "");
            ServerProcess.start("nobody", folder, command, server);
            return Optional.of(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
