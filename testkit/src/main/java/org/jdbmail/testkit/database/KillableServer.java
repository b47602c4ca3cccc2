package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A database server of a test's own, which it may kill and start again. What the server has committed outlives that, though not a loss
 * of power.
 */
public final class KillableServer implements AutoCloseable {
    private final String name;
    private final Running running;
    private final Optional<SmallDisk> disk;
    private Process process;

    private KillableServer(String name, Running running, Optional<SmallDisk> disk) {
        this.name = name;
        this.running = running;
        this.disk = disk;
        this.process = running.process();
    }

    /**
     * Starts one with an empty database.
     *
     * @param name postgresql, mariadb or mysql
     * @throws IllegalStateException if its binaries are not there: a container can't be killed in that way
     */
    public static KillableServer start(String name) {
        return new KillableServer(name, running(name), Optional.empty());
    }

    /**
     * Starts one that has the tables of its databases, and their indexes, on a small disk, though not its logs. They don't outlive it.
     *
     * @param name postgresql or mariadb
     * @param megabytes how large the disk is
     * @param clutter how many of these are taken until {@link #makeRoom}
     */
    public static KillableServer startOnSmallDisk(String name, int megabytes, int clutter) throws IOException {
        Running running = running(name);
        SmallDisk disk = new SmallDisk(Files.createDirectory(running.folder().resolve("small")), megabytes, clutter);
        KillableServer server = new KillableServer(name, running, Optional.of(disk));
        server.end();
        server.restart();
        return server;
    }

    private static Running running(String name) {
        Optional<Running> running = switch (name) {
            case "postgresql" -> LocalPostgresql.start(true);
            case "mariadb" -> LocalMysql.mariadb(true);
            case "mysql" -> LocalMysql.mysql(true);
            default -> throw new IllegalArgumentException(name + " is no server");
        };
        return running.orElseThrow(() -> new IllegalStateException("There are no binaries of " + name));
    }

    /** Clears away what takes a part of the small disk. */
    public void makeRoom() throws IOException {
        disk.orElseThrow().clear(process);
    }

    /** A new, empty database on it; not to be closed. */
    public TestDatabase database() {
        TestDatabase database = TestDatabases.onServer(name, running.server());
        disk.ifPresent(small -> {
            try {
                move(database, small);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException("The test server refused", e);
            }
        });
        return database;
    }

    private void move(TestDatabase database, SmallDisk small) throws IOException, SQLException {
        String called = database.url().replaceAll(".*/", "");
        Path there = Files.createDirectory(small.seenBy(process, called));
        ServerProcess.giveTo(running.user(), there);
        Path place = small.folder().resolve(called);
        if (name.equals("postgresql")) {
            database.execute(
                    "CREATE TABLESPACE " + called + " LOCATION '" + place + "'",
                    "ALTER DATABASE " + called + " SET default_tablespace = " + called);
        } else {
            Path options = running.folder().resolve("data/" + called + "/db.opt");
            Path moved = Files.move(options, there.resolve("db.opt"));
            ServerProcess.giveTo(running.user(), moved);
            Files.delete(running.folder().resolve("data/" + called));
            Files.createSymbolicLink(running.folder().resolve("data/" + called), place);
        }
    }

    /** Ends it in order. */
    private void end() {
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server ended", e);
        }
    }

    /** Kills it, with all its processes. */
    public void kill() {
        try {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server was killed", e);
        }
    }

    /** Lets it hang: it takes connections, and answers nothing, until {@link #resume}. */
    public void hang() {
        signal("STOP");
    }

    /** Ends that. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(process.pid())));
        process.descendants().forEach(each -> command.add(Long.toString(each.pid())));
        try {
            // A process of the server's may have ended meanwhile.
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server was sent a signal", e);
        }
    }

    /** Starts it again on its data, and waits until it has recovered. */
    public void restart() {
        try {
            process = ServerProcess.launch(
                    running.user(),
                    running.folder(),
                    disk.map(SmallDisk::launcher).orElse(List.of()),
                    running.command(),
                    running.server());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
