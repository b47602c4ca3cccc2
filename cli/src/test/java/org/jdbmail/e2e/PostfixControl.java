package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbmail.testkit.net.Eventually;

/**
 * Starts and stops a Postfix whose {@code config}, {@code queue} and {@code maillog} lie in one folder. Its programs write their
 * log through a service of its own, and now and then wait for that one for ever: a start that doesn't come to an end is tried
 * once more, and a stop that doesn't is followed by a kill.
 */
final class PostfixControl {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int TRIES = 2;

    private PostfixControl() {}

    /**
     * Starts it, and waits until it serves.
     *
     * @param greets whether it does
     * @throws AssertionError with its log, where it did not start; nothing of it is left
     */
    static void start(Path folder, Callable<Boolean> greets) throws Exception {
        for (int left = TRIES - 1; ; left--) {
            try {
                run(START, folder, "start").orFail();
                Eventually.isTrue(START, "Postfix greets", greets);
                return;
            } catch (AssertionError e) {
                stop(folder);
                if (left == 0) {
                    throw new AssertionError(log(folder), e);
                }
            }
        }
    }

    /** What it logged: for the message of a failing test. */
    static String log(Path folder) throws IOException {
        Path log = folder.resolve("maillog");
        return Files.exists(log) ? Files.readString(log) : "no log";
    }

    /** Ends it, and all that it started. */
    static void stop(Path folder) throws IOException {
        try {
            run(STOP, folder, "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (AssertionError e) {
            kill(folder);
        }
    }

    private static void kill(Path folder) throws IOException {
        Path file = folder.resolve("queue/pid/master.pid");
        if (!Files.exists(file)) {
            return;
        }
        String pid = Files.readString(file).strip();
        if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid))
                    .filter(master -> master.info().command().orElse("").contains("postfix"))
                    .ifPresent(master -> {
                        master.descendants().forEach(ProcessHandle::destroyForcibly);
                        master.destroyForcibly();
                    });
        }
    }

    private static Program.Result run(Duration limit, Path folder, String word)
            throws IOException, InterruptedException {
        return Program.run(
                limit,
                folder,
                Map.of(),
                List.of("/usr/sbin/postfix", "-c", folder.resolve("config").toString(), word));
    }
}
