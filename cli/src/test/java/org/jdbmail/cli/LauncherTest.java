package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers find their folder and a Java that is new enough, whose place is taken here by scripts that print how they are called. */
class LauncherTest {
    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path path = Path.of("");

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.resolve("a folder/jdbmail"));
        InstalledPrograms.install(home);
        // What the launchers need of the system, and no Java.
        path = Files.createDirectories(folder.resolve("path"));
        for (String tool :
                List.of("sh", "sed", "readlink", "dirname", "basename", "getconf", "mkdir", "chmod", "mv", "setsid")) {
            Path found = List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool)).stream()
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(path.resolve(tool), found);
        }
    }

    /** A Java of a version, which prints its name and the arguments that it gets. */
    private static Path java(Path place, int version) throws IOException {
        Files.writeString(Files.createDirectories(place).resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        Path program = Files.createDirectories(place.resolve("bin")).resolve("java");
        Files.writeString(program, "#!/bin/sh\nprintf '%s' 'java " + version + "'\nprintf ' [%s]' \"$@\"\necho\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return place;
    }

    private record Said(int status, String text) {}

    private Said run(Map<String, String> environment, Path program, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = process.inputReader().readAllAsString();
        return new Said(process.waitFor(), text);
    }

    private Path bin(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Test
    void theJavaOfThePackageComesFirstAndAnOldOneIsPassedOver() throws Exception {
        Path old = java(folder.resolve("old"), 21);
        Path young = java(folder.resolve("young"), 26);
        Files.createSymbolicLink(path.resolve("java"), young.resolve("bin/java"));
        Said onPath = run(Map.of("JAVA_HOME", old.toString()), bin("dbmail-users"), "-L");
        assertTrue(onPath.text().startsWith("java 26 "), onPath.text());
        Said named = run(Map.of("JAVA_HOME", java(folder.resolve("named"), 25).toString()), bin("dbmail-users"), "-L");
        assertTrue(named.text().startsWith("java 25 "), named.text());
        java(home.resolve("runtime"), 27);
        Said own = run(Map.of("JAVA_HOME", young.toString()), bin("dbmail-users"), "-L");
        assertTrue(own.text().startsWith("java 27 "), own.text());
    }

    @Test
    void optionsComeAfterOursAndArgumentsStayAsTheyAre() throws Exception {
        java(home.resolve("runtime"), 25);
        Path link = Files.createSymbolicLink(folder.resolve("dbmail-users"), bin("dbmail-users"));
        Said said = run(Map.of("JDBMAIL_OPTS", "-Xmx3g -Dx=y"), link, "-a", "a b", "-w", "*");
        assertEquals(0, said.status());
        assertTrue(
                said.text()
                        .matches(
                                "java 25 .*\\[-Xmx256m\\].* \\[-Xmx3g\\] \\[-Dx=y\\] \\[-cp\\] \\[[^]]*/a folder/jdbmail/lib/\\*\\]"
                                        + " \\[org\\.jdbmail\\.cli\\.Main\\] \\[dbmail-users\\] \\[-a\\] \\[a b\\] \\[-w\\] \\[\\*\\]\n"),
                said.text());
        assertFalse(said.text().contains("AOTCache") || said.text().contains("sqlite"), said.text());
        for (String name : List.of("programs.aot", "libsqlitejdbc.so")) {
            Files.createFile(home.resolve("lib").resolve(name));
        }
        String fast = run(Map.of(), link, "-L").text();
        assertTrue(fast.matches(".*\\[-XX:AOTCache=[^]]*/a folder/jdbmail/lib/programs\\.aot\\].*\n"), fast);
        assertTrue(fast.matches(".*\\[-Dorg\\.sqlite\\.lib\\.path=[^]]*/a folder/jdbmail/lib\\].*\n"), fast);
        assertTrue(run(Map.of(), bin("jdbmail"), "serve").text().contains("-XX:+UseG1GC"), "a server");
        assertFalse(run(Map.of(), bin("jdbmail"), "serve").text().contains("AOTCache"), "that of servers is not there");
    }

    @Test
    void withoutAJavaOneIsAskedFor() throws Exception {
        Said said =
                run(Map.of("JAVA_HOME", java(folder.resolve("old"), 21).toString()), bin("jdbmail"), "users", "list");
        // A machine that has one in a usual place uses it.
        assertTrue(
                said.status() == 69
                        ? said.text().startsWith("jdbmail: no Java 25 or newer was found. Install one")
                        : !said.text().startsWith("java 21"),
                said.text());
    }

    /** The warm-up makes them for everybody, whatever the umask of its caller: here a Java that writes what it is told to. */
    @Test
    void whatTheWarmUpMakesIsReadByEverybody() throws Exception {
        Path program = java(home.resolve("runtime"), 25).resolve("bin/java");
        Files.writeString(program, """
                #!/bin/sh
                for word; do
                  case $word in
                    -XX:AOTCacheOutput=*) : >"${word#*=}" ;;
                    -Dorg.sqlite.lib.path=*) : >"${word#*=}/libsqlitejdbc.so" ;;
                  esac
                done
                """);
        Said said = run(Map.of(), bin("jdbmail"), "warm-up");
        assertEquals(new Said(0, ""), said);
        for (String name : List.of("jdbmail.aot", "programs.aot", "libsqlitejdbc.so")) {
            assertEquals(
                    "rw-r--r--",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("lib").resolve(name))),
                    name);
        }
    }
}
