package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/** {@code jdbmail serve} on a database of its own, with the service that tells mail servers who may log in, and a certificate. */
final class AuthService implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final ServerProcess process;
    private final Path folder;
    private final int base;
    private final TestDatabase database;

    private AuthService(ServerProcess process, Path folder, int base, TestDatabase database) {
        this.database = database;
        this.process = process;
        this.folder = folder;
        this.base = base;
    }

    /**
     * Starts it, with one account.
     *
     * @param folder where its files go
     * @param socket where mail servers ask, beside {@link #port}
     * @param more further lines of its settings
     */
    static AuthService start(Path folder, Path socket, String login, String password, String more) throws Exception {
        int base = FreePort.base(1, 110, 143, 190, 993, 995);
        Path config = folder.resolve("dbmail.conf");
        Programs.jdbmail(
                "tls",
                "self-signed",
                "--cert",
                folder + "/tls.crt",
                "--key",
                folder + "/tls.key",
                "localhost",
                "127.0.0.1");
        Files.writeString(config, """
                [DBMAIL]
                dburi = sqlite://%1$s/mail.db
                bindip = 127.0.0.1
                tls_cert = %1$s/tls.crt
                tls_key = %1$s/tls.key
                [AUTH]
                port = %2$d
                socket = %3$s
                [IMAP]
                port = %4$d
                tls_port = %5$d
                [POP]
                port = %6$d
                tls_port = %7$d
                [SIEVE]
                port = %8$d
                %9$s
                """.formatted(
                        folder, base + 1, socket, base + 143, base + 993, base + 110, base + 995, base + 190, more));
        Programs.jdbmail("db", "upgrade", "-f", config.toString());
        TestDatabase database =
                new TestDatabase("sqlite", "jdbc:sqlite:" + folder.resolve("mail.db"), "", "", () -> {});
        database.execute("INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('" + login + "', '"
                + password + "', '')");
        ServerProcess process = ServerProcess.start(
                folder.resolve("jdbmail.log"),
                List.of("serve", "-f", config.toString(), "auth", "imap", "pop3", "sieve"));
        AuthService service = new AuthService(process, folder, base, database);
        try {
            Eventually.isTrue(START, "it answers", service::answers);
        } catch (AssertionError e) {
            service.close();
            throw new AssertionError(service.log(), e);
        }
        return service;
    }

    private boolean answers() {
        if (!process.process().isAlive()) {
            throw new AssertionError("the server ended:\n" + log());
        }
        try (LineClient client = LineClient.connect(port()).bareLines();
                LineClient pop = LineClient.connect(popPort())) {
            return client.readLine().startsWith("VERSION") && pop.readLine().startsWith("+OK");
        } catch (IOException e) {
            return false;
        }
    }

    /** Where mail servers ask. */
    int port() {
        return base + 1;
    }

    int imapPort() {
        return base + 143;
    }

    int imapsPort() {
        return base + 993;
    }

    int popPort() {
        return base + 110;
    }

    int popsPort() {
        return base + 995;
    }

    int sievePort() {
        return base + 190;
    }

    Path certificate() {
        return folder.resolve("tls.crt");
    }

    Path key() {
        return folder.resolve("tls.key");
    }

    /** Runs one statement on its database. */
    void execute(String sql) throws SQLException {
        database.execute(sql);
    }

    /** What it printed and logged. */
    String log() {
        return process.output();
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
