package org.jdbmail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, from the classes of this test run; killed when closed. */
public final class ServerProcess implements AutoCloseable {
    private static final int HEAP = 256;

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts {@code jdbmail} with these arguments.
     *
     * @param output what it prints goes to this file
     */
    public static ServerProcess start(Path output, List<String> arguments) throws IOException {
        // Under nohup SIGHUP is ignored by all that is started, and Java leaves it so; the launcher does this too.
        return startBy(List.of("env", "--default-signal=HUP"), output, arguments);
    }

    /** As {@link #start}, by a command that becomes the program that follows it. */
    public static ServerProcess startBy(List<String> launcher, Path output, List<String> arguments) throws IOException {
        return startBy(launcher, HEAP, output, arguments);
    }

    /** As {@link #start}, with a heap of so many megabytes. */
    public static ServerProcess startIn(int heap, Path output, List<String> arguments) throws IOException {
        return startBy(List.of("env", "--default-signal=HUP"), heap, output, arguments);
    }

    private static ServerProcess startBy(List<String> launcher, int heap, Path output, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QuickStart.OPTIONS);
        command.add("-Xmx" + heap + "m");
        command.addAll(QuickStart.options());
        command.add("org.jdbmail.cli.Main");
        command.addAll(arguments);
        return startAs(command, output);
    }

    /** Starts a command that becomes a server. */
    public static ServerProcess startAs(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ServerProcess(process, output);
    }

    /** What it has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process. */
    public Process process() {
        return process;
    }

    /** Sends a signal by the name that {@code kill} knows. */
    public void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill ended with " + status);
        }
    }

    /** Waits for its end and returns its exit status; fails if it takes longer. */
    public int exitStatus(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + ": " + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
