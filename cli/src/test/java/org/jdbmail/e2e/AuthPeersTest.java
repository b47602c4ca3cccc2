package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of Debian's that log in, each with the mechanisms that it knows. */
@Tag("full")
class AuthPeersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ALICE = "alice@example.com";
    private static final String SECRET = "correct";
    private static final String CYRUS = "/usr/lib/cyrus/bin/";

    @TempDir
    Path work;

    private AuthService service;

    @BeforeEach
    void start() throws Exception {
        Path folder = Files.createDirectories(work.resolve("jdbmail"));
        Path key = folder.resolve("client.key");
        Program.run(
                        LIMIT,
                        folder,
                        Map.of(),
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=" + ALICE,
                                "-keyout",
                                key.toString(),
                                "-out",
                                folder + "/client.crt"))
                .orFail();
        service = AuthService.start(folder, folder.resolve("auth"), ALICE, SECRET, """
                [DBMAIL]
                tls_client_ca = %s/client.crt
                tls_client_subject = yes
                sasl_mechanisms = PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS EXTERNAL
                """.formatted(folder));
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private String run(List<String> command) throws Exception {
        return Program.run(LIMIT, work, Map.of("HOME", work.toString()), command)
                .output();
    }

    /** Programs that wait for their standard input to say goodbye. */
    private String runWith(String input, String command) throws Exception {
        return run(List.of("sh", "-c", "printf '" + input + "' | " + command));
    }

    private void assertLogins(long least) throws Exception {
        assertFalse(service.log().contains(SECRET), service.log());
        assertTrue(least > 0);
    }

    @Test
    void gsaslSpeaksEveryMechanismInTheClearAndBoundToTls() throws Exception {
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")) {
            String said =
                    run(gsasl(mechanism, List.of("--no-starttls", "--quality-of-protection=qop-auth", "--realm=x")));
            assertTrue(said.contains("Session finished"), mechanism + ": " + said);
            String wrong = run(
                    gsasl(mechanism, List.of("--no-starttls", "--quality-of-protection=qop-auth", "--realm=x")).stream()
                            .map(word -> word.equals(SECRET) ? "wrong" : word)
                            .toList());
            assertFalse(wrong.contains("Session finished"), mechanism + ": " + wrong);
        }
        for (String mechanism : List.of("SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS")) {
            String said = run(gsasl(mechanism, List.of("--starttls", "--x509-ca-file=" + service.certificate())));
            assertTrue(said.contains("Session finished"), mechanism + ": " + said);
        }
        assertLogins(1);
    }

    private List<String> gsasl(String mechanism, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                "gsasl",
                "--imap",
                "--connect=localhost:" + service.imapPort(),
                "-a",
                ALICE,
                "-p",
                SECRET,
                "-m",
                mechanism));
        command.addAll(more);
        return command;
    }

    @Test
    void cyrusClientsAndCurlSpeakTheirs() throws Exception {
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")) {
            String who = " -a " + ALICE + " -u " + ALICE + " -w " + SECRET + " -m " + mechanism + " localhost";
            String imap = runWith(". LOGOUT\\r\\n", CYRUS + "imtest -p " + service.imapPort() + who);
            assertTrue(imap.contains("Authenticated."), mechanism + ": " + imap);
            if (!mechanism.equals("LOGIN")) {
                String pop = runWith("QUIT\\r\\n", CYRUS + "pop3test -p " + service.popPort() + who);
                assertTrue(pop.contains("Authenticated."), mechanism + ": " + pop);
            }
        }
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5")) {
            for (String place :
                    List.of("imap://localhost:" + service.imapPort(), "pop3://localhost:" + service.popPort())) {
                Program.run(
                                LIMIT,
                                work,
                                Map.of(),
                                List.of(
                                        "curl",
                                        "-sS",
                                        "--ssl-reqd",
                                        "--cacert",
                                        service.certificate().toString(),
                                        "-u",
                                        ALICE + ":" + SECRET,
                                        "--login-options",
                                        "AUTH=" + mechanism,
                                        place + "/"))
                        .orFail();
            }
        }
        assertLogins(1);
    }

    @Test
    void opensslLogsInByACertificate() throws Exception {
        String folder = work + "/jdbmail/";
        String said = runWith(
                "a AUTHENTICATE EXTERNAL =\\r\\nb LOGOUT\\r\\n",
                "timeout 20 openssl s_client -quiet -connect localhost:" + service.imapsPort() + " -cert " + folder
                        + "client.crt -key " + folder + "client.key -CAfile " + service.certificate());
        assertTrue(said.contains("a OK"), said);
        String without = runWith(
                "a AUTHENTICATE EXTERNAL =\\r\\nb LOGOUT\\r\\n",
                "timeout 20 openssl s_client -quiet -connect localhost:" + service.imapsPort() + " -CAfile "
                        + service.certificate());
        assertTrue(without.contains("a NO") || without.contains("a BAD"), without);
    }

    @Test
    void saslauthdAsksByImap() throws Exception {
        Path folder = Files.createDirectories(work.resolve("mux"));
        Process daemon = new ProcessBuilder(
                        "/usr/sbin/saslauthd",
                        "-a",
                        "rimap",
                        "-O",
                        "127.0.0.1/" + service.imapPort(),
                        "-m",
                        folder.toString(),
                        "-n",
                        "1",
                        "-d")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("saslauthd.txt").toFile())
                .start();
        try {
            Path socket = folder.resolve("mux");
            Eventually.isTrue(LIMIT, "saslauthd listens", () -> Files.exists(socket));
            assertTrue(asked(socket, SECRET).contains("OK \"Success.\""));
            assertTrue(asked(socket, "wr\\\"ong").contains("NO"));
        } finally {
            daemon.destroy();
        }
    }

    private String asked(Path socket, String password) throws Exception {
        return run(List.of("/usr/sbin/testsaslauthd", "-u", ALICE, "-p", password, "-f", socket.toString()));
    }

    @Test
    void fetchmailAndMpopKeepAndThenDelete() throws Exception {
        append(3);
        assertEquals(3, mpop("keep on", "scram-sha-256"));
        assertEquals(3, messages());
        assertEquals(3, fetchmail("keep"));
        assertEquals(3, messages());
        append(1);
        assertEquals(1, mpop("keep on", "cram-md5"), "those that were fetched are known by their UIDL");
        assertEquals(4, fetchmail("nokeep fetchall"));
        assertEquals(0, messages());
        append(2);
        assertEquals(2, mpop("keep off", "plain"));
        assertEquals(0, messages());
    }

    private void append(int count) throws Exception {
        try (LineClient imap = loggedIn()) {
            for (int i = 0; i < count; i++) {
                String message =
                        "From: a@example.org\r\nTo: " + ALICE + "\r\nSubject: " + i + "\r\n\r\n.dot\r\nbody\r\n";
                imap.send("b APPEND INBOX {" + message.length() + "+}\r\n" + message);
                imap.readUntil("b OK");
            }
        }
    }

    private LineClient loggedIn() throws Exception {
        LineClient imap = LineClient.connect(service.imapPort());
        imap.send("a LOGIN " + ALICE + " " + SECRET);
        imap.readUntil("a OK");
        return imap;
    }

    private int messages() throws Exception {
        try (LineClient imap = loggedIn()) {
            imap.send("c STATUS INBOX (MESSAGES)");
            return Integer.parseInt(imap.readUntil("* STATUS").replaceAll(".*MESSAGES (\\d+).*", "$1"));
        }
    }

    private int mpop(String keep, String mechanism) throws Exception {
        Path maildir = work.resolve("mpop-mail");
        long before = count(maildir);
        for (String name : List.of("new", "cur", "tmp")) {
            Files.createDirectories(maildir.resolve(name));
        }
        Path config = work.resolve("mpoprc");
        Files.writeString(config, """
                account default
                host localhost
                port %d
                tls on
                tls_starttls off
                tls_trust_file %s
                user %s
                password %s
                auth %s
                %s
                delivery maildir %s
                uidls_file %s
                """.formatted(
                        service.popsPort(),
                        service.certificate(),
                        ALICE,
                        SECRET,
                        mechanism,
                        keep,
                        maildir,
                        work.resolve("uidls")));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Program.run(LIMIT, work, Map.of("HOME", work.toString()), List.of("mpop", "-C", config.toString()))
                .orFail();
        return Math.toIntExact(count(maildir) - before);
    }

    private int fetchmail(String keep) throws Exception {
        Path home = Files.createDirectories(work.resolve("fetchmail"));
        Path folder = Files.createDirectories(home.resolve("mail"));
        long before = count(folder);
        Path config = home.resolve("fetchmailrc");
        Files.writeString(
                config, """
                set invisible
                poll localhost service %d protocol pop3 no dns
                  user "%s" password "%s" ssl sslproto "auto" sslcertck sslcertfile "%s" %s no rewrite
                  mda "sh -c 'cat >$(mktemp %s/XXXXXXXXXX)'"
                """.formatted(service.popsPort(), ALICE, SECRET, service.certificate(), keep, folder));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Program.Result result = Program.run(
                LIMIT,
                home,
                Map.of("HOME", home.toString(), "FETCHMAILHOME", home.toString()),
                List.of("fetchmail", "-f", config.toString(), "--nodetach", "-v"));
        assertEquals(0, result.status(), result.output());
        return Math.toIntExact(count(folder) - before);
    }

    private static long count(Path folder) throws Exception {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** On every process: the change comes by another program, and the server finds it out by itself. */
    @Test
    void theSessionsOfAnAccountThatIsDisabledEndWithinSeconds() throws Exception {
        try (LineClient imap = loggedIn();
                LineClient pop = LineClient.connect(service.popPort())) {
            pop.readLine();
            pop.send("USER " + ALICE + "\r\nPASS " + SECRET);
            pop.readUntil("+OK " + ALICE);
            service.execute("UPDATE dbmail_users SET active = 0 WHERE userid = '" + ALICE + "'");
            Eventually.isTrue(
                    Duration.ofSeconds(20),
                    "the sessions end",
                    () -> imap.isClosedByServer() && pop.isClosedByServer());
        }
        assertTrue(service.log().contains("the sessions of " + ALICE + " end"), service.log());
    }

    /** The manuals' way without a daemon between: Postfix's Cyrus SASL reads the passwords out of the table. */
    @Test
    void postfixAsksTheTableByAuxprop() throws Exception {
        Path postfixFolder = Files.createDirectories(work.resolve("postfix"));
        Path sasl = Files.createDirectories(work.resolve("sasl"));
        Path database = work.resolve("jdbmail/mail.db");
        Files.writeString(sasl.resolve("smtpd.conf"), """
                pwcheck_method: auxprop
                auxprop_plugin: sql
                mech_list: PLAIN LOGIN CRAM-MD5
                sql_engine: sqlite3
                sql_database: %s
                sql_select: SELECT passwd FROM dbmail_users WHERE userid = '%%u@%%r' AND active = 1
                """.formatted(database));
        open(work.resolve("jdbmail"));
        try (Postfix postfix =
                Postfix.startForSubmission(postfixFolder, """
                mynetworks = 192.0.2.0/24
                smtpd_tls_cert_file = %s
                smtpd_tls_key_file = %s
                smtpd_tls_security_level = may
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = cyrus
                smtpd_sasl_path = smtpd
                cyrus_sasl_config_path = %s
                smtpd_relay_restrictions = permit_sasl_authenticated, reject
                """.formatted(service.certificate(), service.key(), sasl))) {
            for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5")) {
                String said = run(swaks(postfix.port(), mechanism, SECRET));
                assertTrue(said.contains("235 2.7.0"), said + postfix.log());
                String wrong = run(swaks(postfix.port(), mechanism, "wrong"));
                assertTrue(wrong.contains("535 5.7.8"), wrong);
            }
        }
    }

    private static List<String> swaks(int port, String mechanism, String password) {
        return List.of(
                "swaks",
                "--server",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "-tls",
                "--auth",
                mechanism,
                "--auth-user",
                ALICE,
                "--auth-password",
                password,
                "--to",
                "somebody@example.org",
                "--from",
                ALICE,
                "--quit-after",
                "RCPT");
    }

    private static void open(Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("mail.db"))
                    .toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
    }
}
