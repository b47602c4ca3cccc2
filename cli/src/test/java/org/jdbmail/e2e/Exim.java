package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/**
 * An Exim of our own: Debian's program, which {@code ./x test} unpacks beside the system since its package can't be installed with
 * Postfix's, with configuration, spool and log in a folder, listening on the loopback address only. Takes mail from who logs in, and
 * throws it away. Needs root, as Exim does.
 */
final class Exim implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/local/lib/jdbmail-tests/exim4/usr/sbin/exim4");
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;
    private final int port;

    private Exim(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param folder an empty folder for all its files
     * @param authSocket where it asks who may log in
     */
    static Exim start(Path folder, Path authSocket, Path certificate, Path key) throws Exception {
        int port = FreePort.next();
        for (String name : List.of("spool", "log")) {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.setOwner(
                    made, made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("Debian-exim"));
        }
        Path ours = Files.copy(key, folder.resolve("tls.key"));
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rw-r--r--"));
        Path config = folder.resolve("exim.conf");
        Files.writeString(
                config,
                """
                primary_hostname = mx.example.com
                daemon_smtp_ports = %1$d
                local_interfaces = 127.0.0.1
                spool_directory = %2$s/spool
                log_file_path = %2$s/log/%%slog
                pid_file_path = %2$s/exim.pid
                host_lookup =
                rfc1413_query_timeout = 0s
                tls_advertise_hosts = *
                tls_certificate = %3$s
                tls_privatekey = %4$s
                auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
                acl_smtp_rcpt = acl_rcpt
                queue_only = true

                begin acl
                acl_rcpt:
                  accept authenticated = *
                  deny message = log in first

                begin routers
                nowhere:
                  driver = redirect
                  data = :blackhole:

                begin authenticators
                """.formatted(port, folder, certificate, ours)
                        + authenticator("PLAIN", authSocket)
                        + authenticator("LOGIN", authSocket)
                        + authenticator("CRAM-MD5", authSocket)
                        + authenticator("SCRAM-SHA-256", authSocket));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-C", config.toString(), "-bdf", "-q1h")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        Exim exim = new Exim(process, folder, port);
        try {
            Eventually.isTrue(START, "Exim greets", exim::greets);
        } catch (AssertionError e) {
            exim.close();
            throw new AssertionError(exim.log(), e);
        }
        return exim;
    }

    /** As docs/admin/postfix.md shows it for PLAIN. */
    private static String authenticator(String mechanism, Path socket) {
        return Snippet.only("text exim")
                .text()
                .replace("begin authenticators\n", "")
                .replace("jdbmail_plain", "jdbmail_" + mechanism.replace("-", "_"))
                .replace("PLAIN", mechanism)
                .replace("/run/jdbmail/auth", socket.toString());
    }

    private boolean greets() {
        try (LineClient client = LineClient.connect(port)) {
            return client.readLine().startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it takes mail. */
    int port() {
        return port;
    }

    /** What it printed and logged. */
    String log() throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(folder.resolve("output.txt")));
        try (var files = Files.list(folder.resolve("log"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
    }
}
