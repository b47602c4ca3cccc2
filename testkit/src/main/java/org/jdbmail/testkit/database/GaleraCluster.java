package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.FreePort;

/**
 * Two MariaDBs that are one Galera cluster, on ports of 127.0.0.1. Both begin with copies of the same files, so that the second need
 * not be sent any: MariaDB's own scripts for that want rsync and many seconds.
 */
public final class GaleraCluster implements AutoCloseable {
    private static final Path DAEMON = Path.of("/usr/sbin/mariadbd");
    private static final Path INSTALL = Path.of("/usr/bin/mariadb-install-db");
    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final String USER = "nobody";

    /** What a node that joins and the one that helps it say to each other, where there is nothing to send. */
    private static final String SCRIPT = """
            #!/bin/sh
            position=$(dirname "$0")/position
            while [ $# -gt 0 ]; do
              case $1 in
                --role) role=$2 ;;
                --gtid) gtid=$2 ;;
              esac
              shift
            done
            if [ "$role" = joiner ]; then
              echo "ready 127.0.0.1:1"
              until [ -s "$position" ]; do sleep 0.05; done
              cat "$position"
            else
              echo "$gtid" >"$position.new"
              mv "$position.new" "$position"
              echo "done $gtid"
            fi
            """;

    private final Path folder;
    private final List<Running> nodes = new ArrayList<>();

    private GaleraCluster(Path folder) {
        this.folder = folder;
    }

    /** One that is empty; nothing where MariaDB or Galera are not installed. */
    public static Optional<GaleraCluster> start() {
        if (!Stream.of(DAEMON, INSTALL, PROVIDER).allMatch(Files::exists)) {
            return Optional.empty();
        }
        try {
            GaleraCluster cluster = new GaleraCluster(Files.createTempDirectory("jdbmail-galera-"));
            cluster.begin();
            return Optional.of(cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a cluster was started", e);
        }
    }

    private void begin() throws IOException, InterruptedException {
        Temporary.deleteAtEnd(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ServerProcess.giveTo(USER, folder);
        Path script = Files.writeString(folder.resolve("wsrep_sst_copied"), SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Node first = node("first");
        ServerProcess.run(
                USER,
                first.folder,
                List.of(
                        INSTALL.toString(),
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--skip-name-resolve",
                        "--datadir=" + first.data()));
        // Its data get a name and a position in this way, which the copy has as well.
        Process founder = ServerProcess.launch(USER, first.folder, List.of(), command(first, "", true), first.server());
        founder.destroy();
        if (!founder.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a node does not end");
        }
        Node second = node("second");
        ServerProcess.run(
                USER,
                second.folder,
                List.of("cp", "-r", first.data().toString(), second.data().toString()));
        nodes.add(ServerProcess.start(USER, first.folder, command(first, "", true), first.server()));
        nodes.add(ServerProcess.start(
                USER, second.folder, command(second, "127.0.0.1:" + first.group, false), second.server()));
    }

    /** Where a node keeps its files, and listens: for clients, for the other node, and for what it missed. */
    private record Node(Path folder, int port, int group, int missed) {
        Path data() {
            return folder.resolve("data");
        }

        Server server() {
            return new Server("mysql", "127.0.0.1", port, "root", "");
        }
    }

    private Node node(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        ServerProcess.giveTo(USER, own);
        return new Node(own, FreePort.next(), FreePort.next(), FreePort.next());
    }

    private List<String> command(Node node, String others, boolean isFirst) {
        String provider = "base_host=127.0.0.1;base_port=%d;gmcast.listen_addr=tcp://127.0.0.1:%d"
                        .formatted(node.group, node.group)
                + ";ist.recv_addr=127.0.0.1:%d;ist.recv_bind=127.0.0.1:%d".formatted(node.missed, node.missed)
                + ";gcache.size=32M;gcache.dir=" + node.data();
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PATH=" + folder + ":/usr/sbin:/usr/bin:/sbin:/bin",
                DAEMON.toString(),
                "--no-defaults",
                "--skip-name-resolve",
                "--datadir=" + node.data(),
                "--bind-address=127.0.0.1",
                "--port=" + node.port,
                "--socket=" + node.folder.resolve("socket"),
                "--pid-file=" + node.folder.resolve("pid"),
                "--character-set-server=utf8mb4",
                "--max-allowed-packet=128M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=0",
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2",
                "--wsrep-on=ON",
                "--wsrep-provider=" + PROVIDER,
                "--wsrep-cluster-name=jdbmail-test",
                "--wsrep-cluster-address=gcomm://" + others,
                "--wsrep-node-address=127.0.0.1:" + node.group,
                "--wsrep-sst-method=copied",
                "--wsrep-sst-receive-address=127.0.0.1:1",
                "--wsrep-provider-options=" + provider));
        if (isFirst) {
            command.add("--wsrep-new-cluster");
        }
        return command;
    }

    /** An empty database as each of the two nodes has it; not to be closed. */
    public List<TestDatabase> database() {
        TestDatabase first = TestDatabases.onServer("mariadb", nodes.getFirst().server());
        String name = first.url().substring(first.url().lastIndexOf('/') + 1);
        Server second = nodes.getLast().server();
        return List.of(
                first,
                new TestDatabase("mariadb", second.url("mariadb", name), second.user(), second.password(), () -> {}));
    }

    @Override
    public void close() {
        for (Running node : nodes) {
            node.process().descendants().forEach(ProcessHandle::destroyForcibly);
            node.process().destroyForcibly();
        }
    }
}
