package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources look like, beyond what the formatter and the compiler see to. */
class HouseTest {
    /** A file has one job; one that is longer has found a second. Most are far shorter. */
    private static final int LINES = 500;

    private static final Pattern QUALIFIED = Pattern.compile("org\\.jdbmail\\.[a-z0-9.]+\\.[A-Z]");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

    /** A class of ours, but for those within others. */
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (org\\.jdbmail\\.[a-z0-9.]+\\.[A-Z]\\w*);");

    private static final Pattern DATABASE = Pattern.compile(
            "\\b(Dialect|DatabaseKind)\\.(POSTGRESQL|MYSQL|SQLITE)|\\bcase (POSTGRESQL|MYSQL|SQLITE)\\b");

    private static final Pattern BY_HAND =
            Pattern.compile("\\b(db|later)\\s*\\.(list|first|each|eachOnce|eachOf|update|updateOnce"
                    + "|insert|batch|returning|pipeline|compound|updateOf)\\(");

    private static final int STATEMENTS_BY_HAND = 161;

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

    /**
     * A name may stand for two things in two modules that never meet. Where one module has to do with both (its own and one that it imports,
     * or two that it imports), a reader would take the one for the other.
     */
    @Test
    void noModuleHasToDoWithTwoClassesOfOneName() throws IOException {
        Map<String, TreeSet<String>> known = new TreeMap<>();
        for (Source source : sources()) {
            String text = Files.readString(source.file());
            Matcher own = PACKAGE.matcher(text);
            assertTrue(own.find(), source.name());
            note(known, source.module(), own.group(1) + "." + source.name().replace(".java", ""));
            IMPORT.matcher(text).results().forEach(each -> note(known, source.module(), each.group(1)));
        }
        known.values().removeIf(classes -> classes.size() == 1);
        assertEquals(Map.of(), known);
    }

    private static void note(Map<String, TreeSet<String>> known, String module, String type) {
        known.computeIfAbsent(module + " " + type.substring(type.lastIndexOf('.') + 1), none -> new TreeSet<>())
                .add(type);
    }

    /** Two classes of one name that meet in a file are told apart by what they are called, and not by where they lie. */
    @Test
    void noClassOfOursHasToBeCalledByItsPackage() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Source source : sources()) {
            if (QUALIFIED.matcher(code(source)).find()) {
                found.add(source.name());
            }
        }
        assertEquals(new TreeSet<>(), found);
    }

    /**
     * What differs by database is asked of {@code Dialect} by name. Which one it is, is known where connections and tables are
     * made, and where the store is wired.
     */
    @Test
    void nobodyAsksWhichDatabaseItIs() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Source source : sources()) {
            String folder = source.file().getParent().toString();
            boolean isAllowed = folder.endsWith("/sql/jdbc")
                    || folder.endsWith("/sql/database")
                    || folder.endsWith("/sql/schema")
                    || source.name().equals("SqlStore.java");
            if (source.module().equals("sql")
                    && !isAllowed
                    && DATABASE.matcher(code(source)).find()) {
                found.add(source.name());
            }
        }
        // An administrator's table names its database, whose address is made from it.
        found.remove("SqlLookupTables.java");
        assertEquals(new TreeSet<>(), found);
    }

    /** SQL is written with jOOQ. A class that writes some by hand says what for, and there are no more of these statements than there were. */
    @Test
    void whatIsWrittenByHandSaysWhy() throws IOException {
        TreeSet<String> silent = new TreeSet<>();
        long statements = 0;
        for (Source source : sources()) {
            boolean isWithin =
                    source.module().equals("sql") && !source.file().getParent().endsWith("jdbc");
            long here = isWithin ? BY_HAND.matcher(code(source)).results().count() : 0;
            statements += here;
            if (here > 0
                    && !Files.readString(source.file())
                            .replaceAll("\\s+(\\* )?", " ")
                            .toLowerCase(Locale.ROOT)
                            .contains("by hand")) {
                silent.add(source.name());
            }
        }
        assertEquals(new TreeSet<>(), silent);
        assertTrue(statements <= STATEMENTS_BY_HAND, statements + " statements are written by hand");
    }

    /** The source without comments, texts and imports. */
    private static String code(Source source) throws IOException {
        return Files.readString(source.file())
                .replaceAll("(?s)/\\*.*?\\*/|//[^\n]*|\"[^\"\n]*\"", "")
                .replaceAll("(?m)^(import|package) .*$", "");
    }

    /** Versions before 3.18 recurse without a bound over names of classes: CVE-2025-48924. It comes along with other libraries. */
    @Test
    void commonsLangIsOfAVersionWithoutKnownHoles() {
        List<MatchResult> found = Pattern.compile("commons-lang3-([0-9]+)[.]([0-9]+)")
                .matcher(System.getProperty("java.class.path"))
                .results()
                .toList();
        assertFalse(found.isEmpty());
        for (MatchResult jar : found) {
            int version = Integer.parseInt(jar.group(1)) * 1000 + Integer.parseInt(jar.group(2));
            assertTrue(version >= 3_018, jar.group());
        }
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
