package org.jdbmail.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Coverage-guided fuzzing of the grammar of one test, by Jazzer in a process of its own with little memory, where an input may take some
 * seconds at most. What led to new code is kept in {@code var/campaigns/corpus/TEST}, from which the next run goes on.
 */
final class GuidedRun {
    private static final String INSTRUMENTED = "org.jdbmail.**";
    private static final int LARGEST = 64 * 1024;
    private static final int HEAP_MEGABYTES = 512;
    private static final int SECONDS_FOR_ONE = 10;
    private static final int SECONDS_FOR_START = 120;
    private static final int LINES_SHOWN = 60;
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");

    private GuidedRun() {}

    /**
     * Runs it.
     *
     * @param good the first inputs, in ISO 8859-1
     * @return how many inputs there were
     * @throws AssertionError if there is one that the grammar does not stand; it lies in the corpus' folder
     */
    static long of(String test, String method, List<String> good, int seconds) {
        String name = test.substring(test.lastIndexOf('.') + 1) + "." + method;
        Path root = Path.of(System.getProperty("jdbmail.root", "."), "var/campaigns");
        try {
            Path corpus = Files.createDirectories(root.resolve("corpus").resolve(name));
            Path seeds = Files.createTempDirectory("jdbmail-fuzz-");
            try {
                for (int i = 0; i < good.size(); i++) {
                    Files.write(seeds.resolve("good-" + i), good.get(i).getBytes(StandardCharsets.ISO_8859_1));
                }
                return run(name, command(test, method, corpus, seeds, seconds), root.resolve(name + ".log"), seconds);
            } finally {
                delete(seeds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String test, String method, Path corpus, Path seeds, int seconds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        for (String property : List.of("basedir", "jdbmail.root", "java.io.tmpdir")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of(
                "-D" + Guided.CLASS + "=" + test,
                "-D" + Guided.METHOD + "=" + method,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Guided.class.getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--instrumentation_excludes=" + Guided.class.getName() + ":" + Fuzz.class.getName(),
                // It writes sources of Java that would fail in the same way; the input is enough.
                "--reproducer_path=" + seeds,
                "-artifact_prefix=" + corpus + "/",
                "-max_total_time=" + seconds,
                "-max_len=" + LARGEST,
                "-timeout=" + SECONDS_FOR_ONE,
                "-rss_limit_mb=0",
                corpus.toString(),
                seeds.toString()));
        return command;
    }

    private static long run(String name, List<String> command, Path log, int seconds) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean isOver = process.waitFor(seconds + SECONDS_FOR_START, TimeUnit.SECONDS);
            List<String> said = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            if (!isOver || process.exitValue() != 0) {
                throw new AssertionError(name + ": " + (isOver ? "found something" : "came to no end") + ", see " + log
                        + "\n"
                        + String.join("\n", said.subList(Math.max(0, said.size() - LINES_SHOWN), said.size())));
            }
            return said.stream()
                    .map(DONE::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was fuzzed", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
