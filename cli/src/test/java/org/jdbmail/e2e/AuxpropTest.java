package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbmail.cli.Fixture;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Postfix's Cyrus SASL reads passwords out of our table, as docs/admin/postfix.md tells; nobody else is asked. */
@Tag("full")
class AuxpropTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ALICE = "alice@example.com";
    private static final String HASHED = "hashed@example.com";
    private static final String SECRET = "tr0ub4dor";

    @TempDir
    Path work;

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void swaksLogsInByEveryMechanism(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            Fixture fixture = new Fixture(url(database));
            add(fixture, ALICE, "plaintext");
            add(fixture, HASHED, "sha256");
            // Where Debian's Postfix looks for it.
            Path sasl = Files.createDirectories(work.resolve("postfix/config/sasl"));
            Files.writeString(sasl.resolve("smtpd.conf"), configuration(database));
            try (Postfix postfix = Postfix.startForSubmission(work.resolve("postfix"), """
                    mynetworks = 192.0.2.0/24
                    smtpd_sasl_auth_enable = yes
                    smtpd_sasl_type = cyrus
                    smtpd_sasl_path = smtpd
                    smtpd_relay_restrictions = permit_sasl_authenticated, reject
                    """)) {
                for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5")) {
                    String said = swaks(postfix, mechanism, ALICE, SECRET);
                    assertTrue(said.contains("235 2.7.0"), said + postfix.log());
                    String wrong = swaks(postfix, mechanism, ALICE, "wrong");
                    assertTrue(wrong.contains("535 5.7.8"), wrong);
                }
                // What is stored is no password: it must not be taken for one.
                String said = swaks(postfix, "PLAIN", HASHED, hash());
                assertTrue(said.contains("535 5.7.8"), said);
            }
        }
    }

    private static String hash() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest);
    }

    private static void add(Fixture fixture, String login, String type) {
        var ran = fixture.jdbmail("users", "add", login, "--password", SECRET, "--type", type);
        assertTrue(ran.status() == 0, ran.err());
    }

    private static String url(TestDatabase database) {
        return database.user().isEmpty()
                ? database.url()
                : database.url() + (database.url().contains("?") ? "&" : "?") + "user=" + database.user() + "&password="
                        + database.password();
    }

    /** The page's file, with the place and the account of this database. */
    private static String configuration(TestDatabase database) throws Exception {
        String text = Snippet.only("ini smtpd.conf").text();
        URI url = URI.create(database.url().replaceFirst("\\?.*", "").substring("jdbc:".length()));
        if (database.name().equals("sqlite")) {
            Path file = Path.of(url.getSchemeSpecificPart());
            // Postfix runs as a user of its own.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            for (Path folder = file.getParent();
                    folder != null && folder.getNameCount() > 1;
                    folder = folder.getParent()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return text.replace("sql_engine: pgsql", "sql_engine: sqlite3")
                    .replace("sql_database: mail", "sql_database: " + file);
        }
        return text.replace(
                        "sql_engine: pgsql",
                        database.name().equals("postgresql") ? "sql_engine: pgsql" : "sql_engine: mysql")
                .replace("sql_hostnames: 127.0.0.1", "sql_hostnames: " + url.getHost() + ":" + url.getPort())
                .replace("sql_user: postfix", "sql_user: " + database.user())
                .replace(
                        "sql_passwd: secret\n",
                        database.password().isEmpty() ? "" : "sql_passwd: " + database.password() + "\n")
                .replace("sql_database: mail", "sql_database: " + url.getPath().substring(1));
    }

    private String swaks(Postfix postfix, String mechanism, String login, String password) throws Exception {
        return Program.run(
                        LIMIT,
                        work,
                        Map.of("HOME", work.toString()),
                        List.of(
                                "swaks",
                                "--server",
                                "127.0.0.1",
                                "--port",
                                String.valueOf(postfix.port()),
                                "--auth",
                                mechanism,
                                "--auth-user",
                                login,
                                "--auth-password",
                                password,
                                "--to",
                                "somebody@example.org",
                                "--from",
                                login,
                                "--quit-after",
                                "RCPT"))
                .output();
    }
}
