package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the system to its end, with a deadline, and keeps what it prints. */
public final class Program {
    private Program() {}

    /**
     * What a program left behind.
     *
     * @param status its exit status
     * @param output what it printed on both streams
     */
    public record Result(int status, String output) {
        /** Fails the test unless the status is 0. */
        public Result orFail() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ":\n" + output);
            }
            return this;
        }
    }

    /** Runs a program in a folder, where a file takes its output. */
    public static Result run(Duration limit, Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError(command + " was not done after " + limit + ":\n" + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }
}
