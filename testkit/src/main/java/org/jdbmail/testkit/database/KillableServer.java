package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    private Process process;

    private KillableServer(String name, Running running) {
        this.name = name;
        this.running = running;
        this.process = running.process();
    }

    /**
     * Starts one with an empty database.
     *
     * @param name postgresql, mariadb or mysql
     * @throws IllegalStateException if its binaries are not there: a container can't be killed in that way
     */
    public static KillableServer start(String name) {
        Optional<Running> running = switch (name) {
            case "postgresql" -> LocalPostgresql.start(true);
            case "mariadb" -> LocalMysql.mariadb(true);
            case "mysql" -> LocalMysql.mysql(true);
            default -> throw new IllegalArgumentException(name + " is no server");
        };
        return new KillableServer(
                name, running.orElseThrow(() -> new IllegalStateException("There are no binaries of " + name)));
    }

    /** A new, empty database on it; not to be closed. */
    public TestDatabase database() {
        return TestDatabases.onServer(name, running.server());
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
            process = ServerProcess.launch(running.user(), running.folder(), running.command(), running.server());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
