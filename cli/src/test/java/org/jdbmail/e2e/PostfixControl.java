package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.Eventually;

/**
 * Starts and stops a Postfix whose {@code config}, {@code queue} and {@code maillog} lie in one folder. Its programs write their
 * log through a service of its own, and now and then wait for that one for ever: a start that doesn't come to an end is tried
 * once more.
 */
final class PostfixControl {
    private static final Duration START = Duration.ofSeconds(60);
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
                begin(folder);
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

    /** Ends it, and all that it started: at once, since Postfix's own way takes a second or more, and nothing of it is kept. */
    static void stop(Path folder) throws IOException {
        Path file = folder.resolve("queue/pid/master.pid");
        String pid = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid))
                    .filter(master -> master.info().command().orElse("").contains("postfix"))
                    .ifPresent(PostfixControl::kill);
        }
    }

    /** The master first, which would replace the others. */
    private static void kill(ProcessHandle master) {
        List<ProcessHandle> all = master.descendants().toList();
        master.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        Stream.concat(Stream.of(master), all.stream())
                .forEach(each -> each.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    private static void begin(Path folder) throws IOException, InterruptedException {
        Program.run(
                        START,
                        folder,
                        Map.of(),
                        List.of(
                                "/usr/sbin/postfix",
                                "-c",
                                folder.resolve("config").toString(),
                                "start"))
                .orFail();
    }
}
