package org.jdbmail.cli;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;

/**
 * Lets the servers of tests start in a fraction of the time: from jars in place of folders, and with Java's ahead-of-time cache of what a
 * server loads, as they do where JDBMail is installed. It is made once for all the JVMs of a build that start more than a few servers, and kept in
 * {@code target/quick-start} for as long as the classes are the same. Without it servers start as always, only later.
 */
public final class QuickStart {
    /** For fewer it takes longer than it saves. */
    private static final int FEW = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What servers are started with; a cache fits only a Java that has the same. */
    static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "target", "quick-start");
    private static final Path CACHE = FOLDER.resolve("servers.aot");

    private static int started;
    private static List<String> options = List.of("-cp", System.getProperty("java.class.path"));

    private QuickStart() {}

    /** The options of Java that say where the classes of this test run are. */
    static synchronized List<String> options() {
        started++;
        if (started == FEW) {
            options = made();
        }
        return options;
    }

    private static List<String> made() {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel file = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                Path key = FOLDER.resolve("key");
                String wanted = lock.isValid() ? state() : "";
                if (!Files.exists(key) || !Files.readString(key).equals(wanted)) {
                    Files.deleteIfExists(key);
                    make();
                    Files.writeString(key, wanted);
                }
            }
            // A cache that does not fit is no news in the output of a server.
            return List.of("-XX:AOTCache=" + CACHE, "-Xlog:aot*=off", "-Xlog:cds*=off", "-cp", classPath());
        } catch (Exception e) {
            throw new IllegalStateException("no cache of classes was made", e);
        }
    }

    private static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** What tells whether anything on the class path is another than it was. */
    private static String state() throws IOException {
        StringBuilder state = new StringBuilder(System.getProperty("java.home")).append('\n');
        for (Path entry : entries()) {
            try (Stream<Path> files = Files.walk(entry)) {
                for (Path file : files.sorted().toList()) {
                    state.append(file).append(' ');
                    state.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
                }
            }
        }
        return state.toString();
    }

    private static String classPath() {
        List<String> path = new ArrayList<>();
        for (Path entry : entries()) {
            Path jar = Files.isDirectory(entry) ? FOLDER.resolve(path.size() + ".jar") : entry;
            path.add(jar.toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, path);
    }

    /** By the life of one server. */
    private static void make() throws Exception {
        int number = 0;
        for (Path entry : entries()) {
            if (Files.isDirectory(entry)) {
                pack(entry, FOLDER.resolve(number + ".jar"));
            }
            number++;
        }
        Files.deleteIfExists(CACHE);
        Path home = Files.createTempDirectory("jdbmail-quick-start-");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:AOTCacheOutput=" + CACHE,
                "-cp",
                classPath(),
                "org.jdbmail.cli.Main",
                "run",
                "--home",
                home.toString(),
                "--base-port",
                Integer.toString(FreePort.baseOfRun())));
        Path log = FOLDER.resolve("log");
        try (ServerProcess server = ServerProcess.startAs(command, log)) {
            Eventually.isTrue(
                    PATIENCE,
                    "a server to learn from",
                    () -> server.output().contains("JDBMail is ready.")
                            || !server.process().isAlive());
            server.signal("TERM");
            server.exitStatus(PATIENCE);
        }
        if (!Files.exists(CACHE)) {
            throw new IOException("no cache of classes was made: " + Files.readString(log));
        }
        delete(home);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Makes a jar of a folder. */
    public static void pack(Path folder, Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(folder)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }
}
