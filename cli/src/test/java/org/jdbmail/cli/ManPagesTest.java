package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.cli.start.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages: one for each program and word, which tell what the program tells. */
class ManPagesTest {
    @TempDir
    Path folder;

    @Test
    void everyProgramInBinHasAPage() throws Exception {
        Map<String, String> pages = pages();
        try (Stream<Path> programs = Files.list(Path.of(System.getProperty("jdbmail.root"), "cli/src/main/dist/bin"))) {
            assertEquals(
                    new TreeSet<>(),
                    programs.map(file -> file.getFileName() + ".8")
                            .filter(page -> !pages.containsKey(page))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertTrue(pages.get("dbmail-users.8").contains("\\-\\-security\\-password"), pages.get("dbmail-users.8"));
    }

    @Test
    void aWordsPageTellsItsOptionsAndThoseBelowIt() {
        String users = pages().get("jdbmail-users.8");
        assertTrue(users.contains(".TH JDBMAIL\\-USERS 8"), users);
        assertTrue(users.contains(".SH USERS ADD"), users);
        assertTrue(users.contains("\\fB\\-\\-json\\fR"), users);
    }

    @Test
    void noProgramIsAskedForItsPageByWhatMeansSomethingElseToIt() {
        for (String program : new String[] {"sendmail", "mailq", "newaliases"}) {
            assertTrue(pages().get(program + ".8").contains("usage: sendmail"), program);
        }
    }

    @Test
    void noLineOfTextIsTakenForACommandOfTheFormatter() {
        pages().forEach((name, page) -> page.lines()
                .filter(line -> line.startsWith("."))
                .forEach(line ->
                        assertTrue(line.matches("\\.(TH|SH|TP|B|BR|I|nf|fi|\\\\\").*"), () -> name + ": " + line)));
    }

    @Test
    void theProgramWritesThemIntoAFolder() throws Exception {
        assertEquals(0, Programs.jdbmail("man-pages", folder.toString()).status());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    pages().keySet(),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    private static Map<String, String> pages() {
        return ManPages.all(Main.commandLine(new Opening(Optional.empty())));
    }
}
