package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/**
 * Debian's Cyrus with mailboxes of its own, over IMAP and ManageSieve. Its IMAP server is one that {@code ./x test} unpacks beside the system, since
 * its package can't be installed with Dovecot's. Everybody has the password {@code secret}, and {@code cyrus} may log in for all. Needs root.
 */
final class Cyrus implements AutoCloseable {
    static final String MASTER = "cyrus";
    static final String PASSWORD = "secret";

    private static final Path IMAPD = Path.of("/usr/local/lib/jdbmail-tests/cyrus/usr/lib/cyrus/bin/imapd");
    private static final String HOST = "old.example.org";
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final Path folder;
    private final int port;
    private final int sievePort;

    private Cyrus(Process process, Path folder, int port, int sievePort) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.sievePort = sievePort;
    }

    /**
     * Starts one.
     *
     * @param hasSlashes whether levels are separated by slashes and mailboxes stand beside INBOX, as Cyrus has it by itself; otherwise by points and
     *     below INBOX, as Debian has it
     */
    static Cyrus start(Path folder, boolean hasSlashes, List<String> accounts) throws Exception {
        int port = FreePort.next();
        int sievePort = FreePort.next();
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("cyrus");
        Files.setPosixFilePermissions(folder.resolve("..").normalize(), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of(
                "",
                "spool",
                "sieve",
                "run",
                "run/proc",
                "run/lock",
                "run/socket",
                "var",
                "var/db",
                "var/log",
                "var/msg",
                "var/ptclient",
                "var/quota",
                "var/user",
                "var/backup")) {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setOwner(made, owner);
        }
        Path passwords = folder.resolve("sasldb2");
        for (String account :
                Stream.concat(Stream.of(MASTER), accounts.stream()).toList()) {
            Program.run(
                            START,
                            folder,
                            Map.of(),
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    "printf %s " + PASSWORD + " | saslpasswd2 -p -c -f " + passwords + " -u " + HOST
                                            + " " + account))
                    .orFail();
        }
        Files.setOwner(passwords, owner);
        String is = hasSlashes ? "yes" : "no";
        Path settings =
                Files.writeString(folder.resolve("imapd.conf"), """
                servername: %2$s
                configdirectory: %1$s/var
                proc_path: %1$s/run/proc
                mboxname_lockpath: %1$s/run/lock
                idlesocket: %1$s/run/socket/idle
                notifysocket: %1$s/run/socket/notify
                lmtpsocket: %1$s/run/socket/lmtp
                defaultpartition: default
                partition-default: %1$s/spool
                sievedir: %1$s/sieve
                sieveusehomedir: no
                altnamespace: %3$s
                unixhierarchysep: %3$s
                autocreate_quota: 0
                munge8bit: no
                admins: %4$s
                allowplaintext: yes
                sasl_pwcheck_method: auxprop
                sasl_auxprop_plugin: sasldb
                sasl_sasldb_path: %5$s
                sasl_mech_list: PLAIN
                """.formatted(folder, HOST, is, MASTER, passwords));
        Path services =
                Files.writeString(folder.resolve("cyrus.conf"), """
                START {
                  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C %1$s -r"
                }
                SERVICES {
                  imap cmd="%2$s -C %1$s" listen="127.0.0.1:%3$d" proto="tcp4" prefork=0
                  sieve cmd="/usr/lib/cyrus/bin/timsieved -C %1$s" listen="127.0.0.1:%4$d" proto="tcp4" prefork=0
                }
                EVENTS {
                }
                """.formatted(settings, IMAPD, port, sievePort));
        Process process = new ProcessBuilder(
                        "/usr/lib/cyrus/bin/master",
                        "-C",
                        settings.toString(),
                        "-M",
                        services.toString(),
                        "-p",
                        folder.resolve("run/pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Cyrus server = new Cyrus(process, folder, port, sievePort);
        try {
            Eventually.isTrue(START, "Cyrus greets; see " + folder, server::greets);
        } catch (AssertionError e) {
            server.close();
            throw new AssertionError(server.output(), e);
        }
        return server;
    }

    private boolean greets() {
        try (LineClient imap = LineClient.connect(port);
                LineClient sieve = LineClient.connect(sievePort)) {
            return imap.readLine().startsWith("* OK") && !sieve.readLine().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    int sievePort() {
        return sievePort;
    }

    /** What it printed. */
    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Cyrus stopped", e);
        }
    }
}
