package org.jdbmail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/** A mail server that relays all that it gets: a private Postfix, or ours on a database. */
final class SmtpContestant implements AutoCloseable {
    private final int port;
    private final Process process;
    private final Optional<TestDatabase> database;
    private final Optional<List<String>> stop;

    private SmtpContestant(int port, Process process, Optional<TestDatabase> database, Optional<List<String>> stop) {
        this.port = port;
        this.process = process;
        this.database = database;
        this.stop = stop;
    }

    /**
     * Starts it.
     *
     * @param sink the port where it relays to
     */
    static SmtpContestant start(String name, Path folder, int sink) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return name.equals("postfix") ? postfix(folder, sink) : jdbmail(name, folder, sink);
    }

    private static SmtpContestant jdbmail(String name, Path folder, int sink) throws IOException {
        int port = FreePort.next();
        TestDatabase database = TestDatabases.create(name);
        String url = database.user().isEmpty()
                ? database.url()
                : database.url() + "?user=" + database.user() + "&password=" + database.password();
        Path config = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = %s
                hostname = bench.test
                [SMTPD]
                port = %d
                local_domains = bench.test
                [SENDING]
                direct = yes
                relayhost = [127.0.0.1]:%d
                """.formatted(url, port, sink));
        Path program = Path.of(System.getProperty("jdbmail.root", ""))
                .toAbsolutePath()
                .resolve("cli/target/jdbmail/bin/jdbmail");
        Process process = new ProcessBuilder(program.toString(), "serve", "smtp", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        return new SmtpContestant(port, process, Optional.of(database), Optional.empty());
    }

    private static SmtpContestant postfix(Path folder, int sink) throws IOException, InterruptedException {
        int port = FreePort.next();
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Files.writeString(config.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/maillog
                maillog_file_prefixes = %1$s
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                myhostname = bench.test
                mydestination =
                mynetworks = 127.0.0.1
                smtp_host_lookup = native
                disable_dns_lookups = yes
                smtpd_peername_lookup = no
                alias_maps =
                relayhost = [127.0.0.1]:%2$d
                smtpd_relay_restrictions = permit_mynetworks, reject
                """.formatted(folder, sink));
        Files.writeString(config.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                relay unix - - n - - smtp
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
        Process process = new ProcessBuilder("/usr/sbin/postfix", "-c", config.toString(), "start")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("Postfix does not start: " + Files.readString(folder.resolve("output")));
        }
        return new SmtpContestant(
                port,
                process,
                Optional.empty(),
                Optional.of(List.of("/usr/sbin/postfix", "-c", config.toString(), "stop")));
    }

    int port() {
        return port;
    }

    boolean greets() {
        try (LineClient client = LineClient.connect(port)) {
            return client.readLine().startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    /** What the process and its children hold of memory. */
    long residentKilobytes() throws IOException {
        long all = 0;
        List<ProcessHandle> processes = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        for (ProcessHandle each : processes) {
            Path status = Path.of("/proc/" + each.pid() + "/status");
            if (Files.exists(status)) {
                all += Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        try {
            if (stop.isPresent()) {
                new ProcessBuilder(stop.get())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } else {
                process.destroy();
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.ifPresent(TestDatabase::close);
    }
}
