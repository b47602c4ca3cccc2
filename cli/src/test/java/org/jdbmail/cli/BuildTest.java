package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./x} tells while it builds, with a Maven that only says what it is told to. */
class BuildTest {
    @TempDir
    Path folder;

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The lines that a build prints where Maven prints these, and ends with a status. */
    private List<String> built(String maven, int status) throws Exception {
        Path x = folder.resolve("x");
        Files.copy(Path.of(System.getProperty("jdbmail.root"), "x"), x);
        Path jdk = folder.resolve("jdk");
        program(jdk.resolve("bin/javac"), "");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99.0.1\"\n");
        Files.createDirectories(folder.resolve("cli/target"));
        Path said = Files.writeString(folder.resolve("said"), maven);
        program(folder.resolve("bin/mvn"), "cat " + said + "; exit " + status + "\n");
        ProcessBuilder builder =
                new ProcessBuilder("bash", x.toString(), "jdbmail", "version").redirectErrorStream(true);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        Process process = builder.start();
        List<String> lines = process.inputReader().readAllAsString().lines().toList();
        assertEquals(1, process.waitFor(), lines.toString());
        return lines;
    }

    @Test
    void theFirstBuildTellsHowFarItIs() throws Exception {
        List<String> lines = built(
                """
                [INFO] Scanning for projects...
                [INFO] Building JDBMail mime 0.1-SNAPSHOT                    [3/19]
                """ + """
                [INFO] Downloading from central: https://repo.maven.apache.org/maven2/a/b/1/b-1.pom
                [INFO] Downloaded from central: https://repo.maven.apache.org/maven2/a/b/1/b-1.pom (2 kB at 9 kB/s)
                """.repeat(250) + "[INFO] Building JDBMail core 0.1-SNAPSHOT                    [7/19]\n", 0);
        assertTrue(
                lines.containsAll(
                        List.of("  [3/19] mime", "  100 files fetched", "  200 files fetched", "  [7/19] core")),
                lines.toString());
        assertTrue(lines.size() < 12, lines.toString());
    }

    @Test
    void withoutANetworkOneLineSaysSoAndAnotherWhatToDo() throws Exception {
        List<String> lines = built(
                """
                [ERROR] [ERROR] Some problems were encountered while processing the POMs:
                [ERROR] Non-resolvable import POM: repo.maven.apache.org: Temporary failure in name resolution
                [ERROR] The build could not read 1 project -> [Help 1]
                """
                        + "[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.\n"
                                .repeat(10),
                1);
        assertTrue(
                lines.contains("x: Maven cannot get the libraries (Temporary failure in name resolution)."),
                lines.toString());
        assertFalse(lines.toString().contains("[ERROR]"), lines.toString());
        assertTrue(lines.size() < 6, lines.toString());
    }

    @Test
    void whatElseIsWrongIsToldAsMavenTellsIt() throws Exception {
        List<String> lines = built("[ERROR] COMPILATION ERROR :\n[ERROR] Mail.java:[7,1] ';' expected\n", 1);
        assertTrue(lines.contains("[ERROR] Mail.java:[7,1] ';' expected"), lines.toString());
    }

    /** It was a line for each session once, 1,700 in all. */
    @Test
    @Tag("full")
    void theWarmUpSaysLittle() throws Exception {
        Path output = folder.resolve("output");
        try (ServerProcess warmUp = ServerProcess.start(output, List.of("warm-up"))) {
            assertEquals(0, warmUp.exitStatus(Duration.ofMinutes(3)), warmUp.output());
            assertTrue(warmUp.output().lines().count() < 20, warmUp.output());
        }
    }
}
