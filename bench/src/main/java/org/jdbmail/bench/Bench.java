package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * {@code ./x bench}: runs the same load on Dovecot and on JDBMail over each database, one after another on this machine, and
 * prints what was measured side by side. Compare within one run only; machines drift.
 */
public final class Bench {
    private final Path root;
    private final Options options;
    private final PrintStream out;
    private final Figures figures = new Figures();

    private Bench(Path root, Options options, PrintStream out) {
        this.root = root;
        this.options = options;
        this.out = out;
    }

    /** Measures what the arguments ask for; ends with status 64 when they make no sense. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (List.of(arguments).contains("--help")) {
            out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            out.println("bench: " + e.getMessage());
            out.print(Options.USAGE);
            System.exit(64);
            return;
        }
        // What tests switch off to be quick is on here: deliveries are compared that survive a power cut.
        System.setProperty("jdbmail.databases.fsync", "true");
        Path root = Path.of(System.getProperty("jdbmail.root", "")).toAbsolutePath();
        new Bench(root, options, out).run();
    }

    private void run() throws Exception {
        Path work = Files.createTempDirectory("jdbmail-bench");
        // Servers run as users of their own, and have to get at their files.
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        out.println("The servers' files are in " + work + ", and stay there when something fails.");
        for (String server : options.servers()) {
            out.println("measuring " + server + " ...");
            contest(server, Files.createDirectories(work.resolve(server)));
        }
        delete(work);
        out.println();
        out.print(figures.table());
    }

    private void contest(String server, Path folder) throws Exception {
        switch (server) {
            case "dovecot" -> {
                if (!Dovecot.isInstalled()) {
                    out.println("  not installed: apt install dovecot-imapd dovecot-lmtpd dovecot-pop3d");
                    return;
                }
                try (Dovecot dovecot = Dovecot.start(folder)) {
                    measure(dovecot);
                }
            }
            case "sqlite" -> jdbmail("SQLite", folder, server);
            case "postgresql" -> jdbmail("PostgreSQL", folder, server);
            case "mariadb" -> jdbmail("MariaDB", folder, server);
            case "mysql" -> jdbmail("MySQL", folder, server);
            default -> throw new IllegalArgumentException("unknown server " + server);
        }
    }

    private void jdbmail(String name, Path folder, String kind) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (TestDatabase database = TestDatabases.create(kind);
                Jdbmail server = Jdbmail.start(name, root, home, database)) {
            measure(server);
            if (name.equals("PostgreSQL") && options.groups().contains("push")) {
                Path other = Files.createDirectories(folder.resolve("other"));
                try (Jdbmail second = Jdbmail.start(name, root, other, database)) {
                    double median =
                            new Measure(server, figures).push(second.ports().imap());
                    figures.add(name, "the same to another process, median ms", median);
                }
            }
        }
    }

    private void measure(Contestant server) throws IOException, InterruptedException {
        Optional<String> tool = Optional.ofNullable(System.getenv("BENCH_TOOL"));
        if (tool.isPresent()) {
            external(List.of(tool.get().split(" ")), server);
        } else {
            new Measure(server, figures).all(options);
        }
    }

    /** Has another program make the load; what it prints is the result. */
    private void external(List<String> tool, Contestant server) throws IOException, InterruptedException {
        Contestant.Ports ports = server.ports();
        String processes = server instanceof Dovecot ? "dovecot" : "org.jdbmail.cli.Main";
        out.println("== " + server.name());
        List<String> command = new ArrayList<>(tool);
        command.addAll(List.of(
                "127.0.0.1",
                String.valueOf(ports.imap()),
                String.valueOf(ports.lmtp()),
                String.valueOf(ports.pop3()),
                "bench%d",
                Accounts.PASSWORD,
                "--nusers",
                String.valueOf(Accounts.SPREAD),
                "--procs",
                processes));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(tool.getFirst() + " failed");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
