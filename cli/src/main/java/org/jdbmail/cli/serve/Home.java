package org.jdbmail.cli.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.PrivateFiles;

/**
 * The folder of {@code jdbmail run}: a settings file, a certificate and a database, made on the first start. Each file
 * appears whole or not at all.
 */
final class Home {
    private final Path folder;

    Home(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    Path folder() {
        return folder;
    }

    /** Its settings file. */
    Path settings() {
        return folder.resolve("dbmail.conf");
    }

    /** Makes what is missing. */
    void prepare(int basePort) throws Failure {
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        try {
            PrivateFiles.makeFolders(folder);
            if (!Files.exists(certificate) || !Files.exists(key)) {
                Certificate made = Certificate.selfSigned(Instant.now());
                write(key, made.key());
                write(certificate, made.certificate());
            }
            if (!Files.exists(settings())) {
                write(settings(), text(basePort, certificate, key));
            }
        } catch (IOException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    folder + " cannot be prepared (" + reason(e)
                            + "); make room there or mend its permissions, or name another" + " folder with --home",
                    e);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /** Writes beside, and then puts into place. Only the owner may read: one file has a key, the other may get a password. */
    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        boolean hasPermissions =
                file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (hasPermissions) {
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try {
            Files.writeString(beside, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private String text(int basePort, Path certificate, Path key) {
        return """
                # Settings of a trial server, made on its first start. docs/reference/settings.md tells what can be set.

                [DBMAIL]
                dburi = sqlite://%s
                bindip = 127.0.0.1
                tls_cert = %s
                tls_key = %s

                [IMAP]
                port = %d
                tls_port = %d
                # Passwords in the clear: only because nobody but this machine can connect.
                login_disabled = no

                [POP]
                port = %d
                tls_port = %d

                [LMTP]
                port = %d

                [SIEVE]
                port = %d

                [SMTPD]
                port = %d

                [SUBMISSION]
                port = %d
                tls_port = %d

                [HTTP]
                port = %d
                """.formatted(
                        folder.resolve("mail.db"),
                        certificate,
                        key,
                        basePort + 143,
                        basePort + 993,
                        basePort + 110,
                        basePort + 995,
                        basePort + 24,
                        basePort + 4190,
                        basePort + 25,
                        basePort + 587,
                        basePort + 465,
                        basePort + 80);
    }
}
