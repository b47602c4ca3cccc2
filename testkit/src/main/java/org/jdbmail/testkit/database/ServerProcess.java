package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The process of a server: started as the right user, waited for, and ended with the JVM. */
final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 20_000_000;

    private ServerProcess() {}

    /** Lets a user write a folder, if we are root and would otherwise own it alone. */
    static void giveTo(String user, Path folder) throws IOException {
        if (root()) {
            UserPrincipal principal =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            Files.setOwner(folder, principal);
        }
    }

    /** Runs a command to its end, which must be good. */
    static void run(String user, Path folder, List<String> command) throws IOException {
        Process process = process(user, folder, List.of(), command);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " failed:\n" + log(folder));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /** Starts a server that is to end with this JVM, its folder with it, and waits until it lets us in. */
    static Running start(String user, Path folder, List<String> command, Server server) throws IOException {
        Process process = launch(user, folder, List.of(), command, server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder), "stop-" + folder.getFileName()));
        return new Running(server, user, folder, command, process);
    }

    /**
     * Starts a server, and waits until it lets us in.
     *
     * @param launcher what the command stands behind, that becomes it
     */
    static Process launch(String user, Path folder, List<String> launcher, List<String> command, Server server)
            throws IOException {
        Process process = process(user, folder, launcher, command);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (SQLException refusal = refusal(server); refusal != null; refusal = refusal(server)) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException(command.getFirst() + " did not start:\n" + log(folder), refusal);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return process;
    }

    private static @Nullable SQLException refusal(Server server) {
        try (Connection connection = DriverManager.getConnection(server.adminUrl(), server.user(), server.password())) {
            return connection.isValid(1) ? null : new SQLException("The connection ended.");
        } catch (SQLException e) {
            return e;
        }
    }

    private static Process process(String user, Path folder, List<String> launcher, List<String> command)
            throws IOException {
        List<String> whole = new ArrayList<>(launcher);
        if (root()) {
            // Unlike su and runuser it becomes the command, so that our process id is the server's.
            whole.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group(folder), "--clear-groups", "--"));
        }
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile()))
                .start();
    }

    private static String group(Path folder) throws IOException {
        return Files.getOwner(folder).getName().equals("nobody")
                ? "nogroup"
                : Files.getOwner(folder).getName();
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void stop(Process process, Path folder) {
        // Nothing of it is kept: no need for a clean end.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Temporary.delete(folder);
        Temporary.delete(folder.resolveSibling(folder.getFileName() + ".log"));
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolveSibling(folder.getFileName() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
