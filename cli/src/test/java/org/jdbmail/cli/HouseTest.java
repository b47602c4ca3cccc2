package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources look like, beyond what the formatter and the compiler see to. */
class HouseTest {
    /** A file has one job; one that is longer has found a second. Most are far shorter. */
    private static final int LINES = 500;

    private static final Pattern QUALIFIED = Pattern.compile("org\\.jdbmail\\.[a-z0-9.]+\\.[A-Z]");

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();

    private record Source(String module, Path file) {
        String name() {
            return file.getFileName().toString();
        }
    }

    private static List<Source> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Source> sources = modules.filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                    .flatMap(HouseTest::of)
                    .toList();
            assertTrue(sources.size() > 500, sources.size() + " in " + ROOT);
            return sources;
        }
    }

    private static Stream<Source> of(Path module) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .map(file -> new Source(module.getFileName().toString(), file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void classesOfOneModuleAreToldApartByTheirNames() throws IOException {
        Map<String, Long> names = sources().stream()
                .collect(Collectors.groupingBy(
                        source -> source.module() + " " + source.name(), TreeMap::new, Collectors.counting()));
        names.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), names);
    }

    /** Two classes of one name that meet in a file are told apart by what they are called, and not by where they lie. */
    @Test
    void noClassOfOursHasToBeCalledByItsPackage() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Source source : sources()) {
            String text = Files.readString(source.file())
                    .replaceAll("(?s)/\\*.*?\\*/|//[^\n]*|\"[^\"\n]*\"", "")
                    .replaceAll("(?m)^(import|package) .*$", "");
            if (QUALIFIED.matcher(text).find()) {
                found.add(source.name());
            }
        }
        assertEquals(new TreeSet<>(), found);
    }

    @Test
    void noFileIsLong() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Source source : sources()) {
            try (Stream<String> lines = Files.lines(source.file())) {
                if (lines.count() > LINES) {
                    found.add(source.name());
                }
            }
        }
        assertEquals(new TreeSet<>(), found);
    }
}
