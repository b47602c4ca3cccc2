package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/** {@code jdbmail run} in a process of its own, on a test's database. */
final class Jdbmail implements AutoCloseable {
    /** The password of every account. */
    static final String PASSWORD = "secret";

    private static final Duration START = Duration.ofSeconds(60);
    // More than what a server takes to let open commands finish.
    private static final Duration STOP = Duration.ofSeconds(15);

    private final ServerProcess process;
    private final int base;
    private final TestDatabase database;

    private Jdbmail(ServerProcess process, int base, TestDatabase database) {
        this.process = process;
        this.base = base;
        this.database = database;
    }

    /** Starts it, and waits until it takes mail and shows it. */
    static Jdbmail start(Path work, TestDatabase database) throws Exception {
        return start(work, database, List.of());
    }

    /** Starts it with more options. */
    static Jdbmail start(Path work, TestDatabase database, List<String> more) throws Exception {
        return start(work, database, base(), more);
    }

    /** A base port whose services' ports are free. */
    static int base() {
        return FreePort.baseOfRun();
    }

    /** The port of LMTP of a server with that base port. */
    static int lmtpPort(int base) {
        return base + 24;
    }

    /** As above, on ports that are chosen already. */
    static Jdbmail start(Path work, TestDatabase database, int base, List<String> more) throws Exception {
        Path home = Files.createDirectories(work.resolve("home"));
        Path output = work.resolve("jdbmail.log");
        List<String> arguments = new ArrayList<>(
                List.of("run", "--db", url(database), "--base-port", String.valueOf(base), "--home", home.toString()));
        arguments.addAll(more);
        ServerProcess process = ServerProcess.start(output, arguments);
        Jdbmail server = new Jdbmail(process, base, database);
        try {
            for (int port : new int[] {server.lmtpPort(), server.imapPort(), server.pop3Port()}) {
                Eventually.isTrue(START, "a greeting on port " + port, () -> server.greets(port));
            }
        } catch (AssertionError e) {
            server.close();
            throw new AssertionError(server.log(), e);
        }
        return server;
    }

    static String url(TestDatabase database) {
        return database.user().isEmpty()
                ? database.url()
                : database.url() + "?user=" + database.user() + "&password=" + database.password();
    }

    private boolean greets(int port) throws IOException {
        if (!process.process().isAlive()) {
            throw new AssertionError("the server ended:\n" + log());
        }
        try (LineClient client = LineClient.connect(port)) {
            return !client.readLine().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    int lmtpPort() {
        return lmtpPort(base);
    }

    int sievePort() {
        return base + 4190;
    }

    int imapPort() {
        return base + 143;
    }

    int pop3Port() {
        return base + 110;
    }

    /** What it printed and logged. */
    String log() {
        return process.output();
    }

    /** Makes an account in the way that everybody may: by a row. */
    void addAccount(String name) throws SQLException {
        database.execute("INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('" + name + "', '"
                + PASSWORD + "', '')");
    }

    /** Ends it as a failing machine would: at once, whatever it is doing. */
    void kill() throws InterruptedException {
        process.close();
        process.process().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.process().destroy();
        try {
            process.exitStatus(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
        }
    }
}
