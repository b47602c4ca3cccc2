package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.FreePort;

/** Starts a private PostgreSQL of Debian's binaries. It refuses to run as root, so root runs it as the user postgres. */
final class LocalPostgresql {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private LocalPostgresql() {}

    /** A running server, or nothing if the binaries are not there. */
    static Optional<Server> start() {
        return start(Boolean.getBoolean("jdbmail.databases.fsync")).map(Running::server);
    }

    /**
     * As {@link #start()}.
     *
     * @param durable whether what it has committed outlives it
     */
    static Optional<Running> start(boolean durable) {
        Optional<Path> bin = newest();
        if (bin.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("jdbmail-postgresql-");
            ServerProcess.giveTo("postgres", folder);
            Path data = folder.resolve("data");
            ServerProcess.run(
                    "postgres",
                    folder,
                    List.of(
                            bin.get().resolve("initdb").toString(),
                            "-D",
                            data.toString(),
                            "-U",
                            "test",
                            "-A",
                            "trust",
                            "-E",
                            "UTF8",
                            "--locale=C.UTF-8",
                            "--no-sync"));
            int port = FreePort.next();
            List<String> command = new ArrayList<>(List.of(
                    bin.get().resolve("postgres").toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-h",
                    "127.0.0.1",
                    "-k",
                    folder.toString()));
            // For measurements memory and durability are as they come with PostgreSQL; tests want to be quick and
            // small.
            List<String> settings = durable
                    ? List.of("max_connections=200")
                    : List.of(
                            "max_connections=200",
                            "shared_buffers=64MB",
                            "fsync=off",
                            "synchronous_commit=off",
                            "full_page_writes=off");
            settings.forEach(setting -> command.addAll(List.of("-c", setting)));
            var server = new Server("postgresql", "127.0.0.1", port, "test", "");
            return Optional.of(ServerProcess.start("postgres", folder, command, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> newest() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(LocalPostgresql::number))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path version) {
        String name = String.valueOf(version.getFileName());
        return name.chars().allMatch(Character::isDigit) && name.length() < 9 ? Integer.parseInt(name) : 0;
    }
}
