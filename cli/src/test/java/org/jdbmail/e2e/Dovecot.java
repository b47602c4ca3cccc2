package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/** Debian's Dovecot over Maildirs of its own, for everybody with the password {@code secret}. Needs root. */
final class Dovecot implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final Path folder;
    private final int port;

    private Dovecot(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static Dovecot start(Path folder) throws Exception {
        int port = FreePort.base(0);
        // Its processes for mail are not root's.
        for (Path each : List.of(folder.resolve("..").normalize(), folder)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Files.setOwner(
                mail, mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mail"));
        Path config = folder.resolve("dovecot.conf");
        Files.writeString(config, """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/log
                protocols = imap
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail/%%u
                mail_uid = mail
                mail_gid = mail
                first_valid_uid = 1
                mail_max_userip_connections = 0
                passdb {
                  driver = static
                  args = password=secret
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/home/%%u allow_all_users=yes
                }
                namespace inbox {
                  inbox = yes
                  mailbox Drafts {
                    special_use = \\Drafts
                  }
                }
                service imap-login {
                  inet_listener imap {
                    port = %2$d
                  }
                }
                """.formatted(folder, port));
        Process process = new ProcessBuilder("/usr/sbin/dovecot", "-F", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Dovecot server = new Dovecot(process, folder, port);
        Eventually.isTrue(START, "Dovecot's greeting; see " + folder, server::greets);
        return server;
    }

    private boolean greets() {
        try (LineClient client = LineClient.connect(port)) {
            return !client.readLine().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The Maildir of an account. */
    Path maildir(String login) {
        return folder.resolve("mail").resolve(login);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Dovecot stopped", e);
        }
    }
}
