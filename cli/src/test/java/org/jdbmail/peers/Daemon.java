package org.jdbmail.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;

/** A program of Debian's that serves a port until it is closed, and stays in the foreground; what it prints is kept. */
final class Daemon implements AutoCloseable {
    /** rspamd reads its rules for a minute where others compute. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofSeconds(15);

    private final Process process;
    private final Path log;

    private Daemon(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it, and waits until it listens. */
    static Daemon start(Path log, int port, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Daemon daemon = new Daemon(process, log);
        try {
            Eventually.isTrue(START, command.getFirst() + " listens", () -> daemon.listens(port));
        } catch (AssertionError e) {
            daemon.close();
            throw new AssertionError(daemon.log(), e);
        }
        return daemon;
    }

    private boolean listens(int port) {
        if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.exitValue());
        }
        try (LineClient client = LineClient.connect(port)) {
            client.timeout(START);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process, to do things to it that befall processes. */
    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
