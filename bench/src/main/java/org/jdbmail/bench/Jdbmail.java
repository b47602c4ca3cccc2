package org.jdbmail.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.net.FreePort;

/** JDBMail as it is installed, from the build tree, on one database. */
final class Jdbmail implements Contestant {
    private final String name;
    private final Process process;
    private final Ports ports;

    private Jdbmail(String name, Process process, Ports ports) {
        this.name = name;
        this.process = process;
        this.ports = ports;
    }

    /**
     * Starts it.
     *
     * @param root the build tree
     * @param folder for its files
     * @param database it may be empty, or hold its tables and our accounts already
     */
    static Jdbmail start(String name, Path root, Path folder, TestDatabase database)
            throws IOException, InterruptedException {
        return start(
                name, List.of(root.resolve("cli/target/jdbmail/bin/jdbmail").toString()), folder, database);
    }

    /** Starts it from the classes that this program was started with, for tests. */
    static Jdbmail fromClasses(Path folder, TestDatabase database, String... javaOptions)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(javaOptions));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.jdbmail.cli.Main"));
        return start("JDBMail", command, folder, database);
    }

    private static Jdbmail start(String name, List<String> program, Path folder, TestDatabase database)
            throws IOException, InterruptedException {
        int base = FreePort.baseOfRun();
        Ports ports = new Ports(base + 143, base + 24, base + 110);
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "run",
                "--db",
                urlWithAccount(database),
                "--base-port",
                String.valueOf(base),
                "--home",
                folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Jdbmail server = new Jdbmail(name, process, ports);
        try {
            Greeting.await(ports, process::isAlive);
            addAccounts(database);
        } catch (IOException | SQLException e) {
            server.close();
            throw new IOException("JDBMail on " + name + " did not start; see " + folder.resolve("output"), e);
        }
        return server;
    }

    /** Where a server that this starts speaks IMAP under TLS. */
    static int imaps(Ports ports) {
        return ports.imap() - 143 + 993;
    }

    private static String urlWithAccount(TestDatabase database) {
        return database.user().isEmpty()
                ? database.url()
                : database.url() + "?user=" + database.user() + "&password=" + database.password();
    }

    /** Accounts are rows that anybody may write. */
    private static void addAccounts(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO dbmail_users (userid, passwd, encryption_type) SELECT ?, ?, ?"
                                + " WHERE NOT EXISTS (SELECT 1 FROM dbmail_users WHERE userid = ?)")) {
            for (int i = 1; i <= Accounts.SPREAD + 1; i++) {
                insert.setString(1, Accounts.name(i));
                insert.setString(2, Accounts.PASSWORD);
                insert.setString(3, "");
                insert.setString(4, Accounts.name(i));
                insert.executeUpdate();
            }
            for (int i = 1; i <= Accounts.SLOW; i++) {
                insert.setString(1, Accounts.slow(i));
                insert.setString(2, Accounts.SLOW_HASH);
                insert.setString(3, "crypt");
                insert.setString(4, Accounts.slow(i));
                insert.executeUpdate();
            }
        }
    }

    @Override
    public String name() {
        return name;
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
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while JDBMail stopped", e);
        }
    }
}
