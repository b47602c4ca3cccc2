package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbmail.cli.Fixture;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of docs/admin for a shell, run by one as they stand there, with the system's folders below one of the test's. */
@Tag("full")
class ShellSnippetsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Makes a program of the test's own. */
    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Markdown takes indented lines for code, too, but only what stands between fences says of which kind it is. */
    @Test
    void nothingToCopyStandsOutsideOfASnippet() throws Exception {
        Path pages = Path.of(System.getProperty("jdbmail.root"), "docs", "admin");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(pages)) {
            for (Path page : files.sorted().toList()) {
                boolean isInside = false;
                for (String line : Files.readAllLines(page)) {
                    isInside ^= line.startsWith("```");
                    if (!isInside && line.startsWith("    ")) {
                        found.add(page.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void sendmailsPlacesLeadToOurs() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("opt/jdbmail/bin"));
        for (String name : List.of("sendmail", "mailq", "newaliases")) {
            Files.copy(Path.of(System.getProperty("jdbmail.root"), "cli/src/main/dist/bin", name), bin.resolve(name));
            Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        script(bin.resolve("jdbmail"), "echo \"$@\"");
        for (String place : List.of("usr/sbin", "usr/lib", "usr/bin")) {
            Files.createDirectories(folder.resolve(place));
        }
        String lines = Snippet.only("sh sendmail").text();
        run("the commands", Map.of(), "sh", "-e", "-c", lines.replaceAll(" /(opt|usr)/", " " + folder + "/$1/"));
        for (String place : List.of("usr/sbin/sendmail", "usr/lib/sendmail", "usr/bin/mailq", "usr/bin/newaliases")) {
            Path link = folder.resolve(place);
            assertEquals(link.getFileName() + " -v\n", run(place, Map.of(), link.toString(), "-v"), "what it becomes");
        }
    }

    @Test
    void filtersLearnFromMailThatUsersMoved() throws Exception {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "anna@example.org");
            Fixture.deliver(store, "anna@example.org", "INBOX", Fixture.DATE, "Subject: wanted\n\nx\n");
            Fixture.deliver(store, "anna@example.org", "Junk", Fixture.DATE, "Subject: unwanted\n\nx\n");
        }
        script(
                folder.resolve("jdbmail"),
                "exec \"$JAVA\" --enable-native-access=ALL-UNNAMED -cp \"$CLASSES\" org.jdbmail.cli.Main \"$@\" --db "
                        + fixture.url());
        script(folder.resolve("rspamc"), "test \"$1\" = learn_spam && shift && find \"$@\" -type f -exec cat {} +");
        String said = run(
                "the commands",
                Map.of(
                        "PATH", folder + ":" + System.getenv("PATH"),
                        "JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                        "CLASSES", System.getProperty("java.class.path")),
                "sh",
                "-e",
                "-c",
                Snippet.only("sh learning")
                        .text()
                        .replace("/var/tmp/learn", folder.resolve("learn").toString()));
        assertTrue(said.contains("Subject: unwanted"), said);
        assertFalse(said.contains("Subject: wanted"), said);
    }

    private String run(String what, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Program.Result result = Program.run(PATIENCE, folder, environment, Arrays.asList(command));
        assertEquals(0, result.status(), what + ": " + result.output());
        return result.output();
    }
}
