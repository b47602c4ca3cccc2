package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.cli.start.Failure;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that cannot be trusted to go on ends, and says why; others live. */
class LastResortTest {
    private static final int NEVER = 77;

    @TempDir
    Path folder;

    /** A process of its own, something of which goes wrong, and which would go on for some seconds. */
    static final class Going {
        private Going() {}

        public static void main(String[] arguments) throws InterruptedException {
            LastResort lastResort = new LastResort();
            lastResort.watchAllThreads();
            switch (arguments[0]) {
                case "memory" ->
                    Thread.ofPlatform().daemon().start(() -> {
                        throw new OutOfMemoryError("as a test wants it");
                    });
                case "loop" -> lastResort.accept(new IllegalStateException("the loop is broken"));
                default ->
                    Thread.ofPlatform().daemon().start(() -> {
                        throw new IllegalStateException("of one session");
                    });
            }
            // What ends by itself does so long before; what does not is told of at once.
            Thread.sleep(arguments[0].equals("session") ? Duration.ofSeconds(5) : Duration.ofMinutes(1));
            System.exit(NEVER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "memory, " + Failure.SOFTWARE + ", memory is exhausted",
        "loop, " + Failure.SOFTWARE + ", an I/O thread has died",
        "session, " + NEVER + ", has ended by a fault"
    })
    void whatCannotGoOnEndsAndSaysWhy(String what, int status, String says) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Going.class.getName(),
                what);
        try (ServerProcess process = ServerProcess.startAs(command, folder.resolve("output"))) {
            assertEquals(status, process.exitStatus(Duration.ofMinutes(2)), process.output());
            assertTrue(process.output().contains(says), process.output());
        }
    }
}
