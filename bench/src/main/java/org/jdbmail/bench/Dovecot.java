package org.jdbmail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.FreePort;

/** Debian's Dovecot with a configuration and a mail store of its own: the server to compare with. Needs root. */
final class Dovecot implements Contestant {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");

    private final Process process;
    private final Ports ports;

    private Dovecot(Process process, Ports ports) {
        this.process = process;
        this.ports = ports;
    }

    /** Whether it is installed, with all that is compared. */
    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM)
                && Stream.of("lmtp", "imap", "pop3")
                        .allMatch(each -> Files.isExecutable(Path.of("/usr/lib/dovecot", each)));
    }

    /** Starts it with all its files in a folder. */
    static Dovecot start(Path folder) throws IOException, InterruptedException {
        int base = FreePort.base(0, 1, 2);
        Ports ports = new Ports(base, base + 1, base + 2);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("mail", "home")) {
            Path made = Files.createDirectories(folder.resolve(name));
            var lookup = made.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(made, lookup.lookupPrincipalByName("mail"));
        }
        StringBuilder slow = new StringBuilder();
        for (int i = 1; i <= Accounts.SLOW; i++) {
            slow.append(Accounts.slow(i))
                    .append(":{SHA512-CRYPT}")
                    .append(Accounts.SLOW_HASH)
                    .append("::::::\n");
        }
        Files.writeString(folder.resolve("slow"), slow);
        Path config = folder.resolve("dovecot.conf");
        Files.writeString(config, config(folder, ports));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Dovecot server = new Dovecot(process, ports);
        try {
            Greeting.await(ports, process::isAlive);
        } catch (IOException e) {
            server.close();
            throw new IOException("Dovecot did not start; see " + folder.resolve("log"), e);
        }
        return server;
    }

    private static String config(Path folder, Ports ports) {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/log
                protocols = imap lmtp pop3
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                auth_username_format = %%n
                mail_location = sdbox:%1$s/mail/%%u
                mail_uid = mail
                mail_gid = mail
                first_valid_uid = 1
                mail_max_userip_connections = 0
                default_client_limit = 4000
                default_process_limit = 2000
                passdb {
                  driver = passwd-file
                  args = %1$s/slow
                }
                passdb {
                  driver = static
                  args = password=%2$s
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/home/%%u allow_all_users=yes
                }
                namespace inbox {
                  inbox = yes
                }
                service imap {
                  process_limit = 2000
                }
                service imap-login {
                  inet_listener imap {
                    port = %3$d
                  }
                }
                service lmtp {
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %4$d
                  }
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = %5$d
                  }
                }
                """.formatted(folder, Accounts.PASSWORD, ports.imap(), ports.lmtp(), ports.pop3());
    }

    @Override
    public String name() {
        return "Dovecot";
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = processes().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Dovecot stopped", e);
        }
    }
}
