package org.jdbmail.sieve.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs all files of tests in a folder, and says how many of their cases pass: {@code SuiteProgram FOLDER}. */
final class SuiteProgram {
    private SuiteProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".svtest"))
                    .sorted()
                    .toList();
        }
        int passed = 0;
        int cases = 0;
        Map<Path, int[]> folders = new TreeMap<>();
        for (Path file : files) {
            long declared;
            try (Stream<String> lines = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
                declared =
                        lines.filter(line -> line.matches("\\s*test\\s+\".*")).count();
            }
            Map<String, String> results = Suite.run(file);
            long good = results.values().stream().filter(String::isEmpty).count();
            // What is in this folder is expected to fail.
            if (root.relativize(file).startsWith("failures")) {
                good = results.size() - good;
                results.clear();
            }
            long run = results.size() - (results.containsKey("(the file)") ? 1 : 0);
            if (run < declared && !results.isEmpty() && !results.containsKey("(the file)")) {
                System.out.println(
                        root.relativize(file) + ": " + (declared - run) + " are never run, behind 'if false'");
            }
            if (results.containsKey("(the file)")) {
                good = Math.min(good, declared);
            }
            int[] sums = folders.computeIfAbsent(root.relativize(file.getParent()), _ -> new int[2]);
            sums[0] += (int) Math.min(good, declared);
            sums[1] += (int) declared;
            passed += (int) Math.min(good, declared);
            cases += (int) declared;
            results.forEach((name, wrong) -> {
                if (!wrong.isEmpty()) {
                    System.out.println(root.relativize(file) + ": " + name + ": " + wrong);
                }
            });
        }
        folders.forEach((folder, sums) -> {
            if (sums[0] < sums[1]) {
                System.out.println(folder + ": " + sums[0] + " of " + sums[1]);
            }
        });
        System.out.println(passed + " of " + cases + " cases pass");
    }
}
