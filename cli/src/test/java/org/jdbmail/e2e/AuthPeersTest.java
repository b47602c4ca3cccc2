package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
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
    private static final String SECRET = "tr0ub4dor";
    private static final String CYRUS = "/usr/lib/cyrus/bin/";

    @TempDir
    Path work;

    private AuthService service;
    private RSAKey tokens;
    private final int sieves = FreePort.next();

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
        tokens = new RSAKeyGenerator(2048).keyID("k").generate();
        Files.writeString(folder.resolve("keys.json"), new JWKSet(tokens.toPublicJWK()).toString());
        service =
                AuthService.start(folder, folder.resolve("auth"), ALICE, SECRET, """
                tls_port = %d
                [DBMAIL]
                tls_client_ca = %s/client.crt
                tls_client_subject = yes
                oauth_jwks = %s/keys.json
                oauth_issuer = https://login.example.test
                oauth_audience = mail
                sasl_mechanisms = PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS EXTERNAL OAUTHBEARER XOAUTH2
                """.formatted(sieves, folder, folder));
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

    private void assertNoPasswordIsInTheLog() {
        assertFalse(service.log().contains(SECRET), service.log());
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
        assertNoPasswordIsInTheLog();
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
            String sieve = runWith("LOGOUT\\r\\n", CYRUS + "sivtest -p " + service.sievePort() + who);
            assertTrue(sieve.contains("Authenticated."), mechanism + ": " + sieve);
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
        assertNoPasswordIsInTheLog();
    }

    @Test
    void opensslLogsInByACertificate() throws Exception {
        String folder = work + "/jdbmail/";
        String certificate = " -cert " + folder + "client.crt -key " + folder + "client.key";
        String with = external(certificate);
        assertTrue(with.contains("a OK"), with);
        String without = external("");
        assertTrue(without.contains("a NO") || without.contains("a BAD"), without);
    }

    @Test
    void curlLogsInByACertificateAndByTokens() throws Exception {
        String folder = work + "/jdbmail/";
        String curl = "curl -sS --cacert " + service.certificate() + " -u " + ALICE + ": ";
        String external =
                curl + "--login-options AUTH=EXTERNAL --cert " + folder + "client.crt --key " + folder + "client.key ";
        for (String place :
                List.of("imaps://localhost:" + service.imapsPort(), "pop3s://localhost:" + service.popsPort())) {
            assertEquals(0, status(external + place + "/"), service.log());
            assertNotEquals(0, status(curl + "--login-options AUTH=EXTERNAL " + place + "/"));
            for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
                String options = "--login-options AUTH=" + mechanism + " --oauth2-bearer ";
                assertEquals(0, status(curl + options + token("mail") + " " + place + "/"), service.log());
            }
        }
        String elsewhere = "--login-options AUTH=XOAUTH2 --oauth2-bearer " + token("web");
        assertNotEquals(0, status(curl + elsewhere + " imaps://localhost:" + service.imapsPort() + "/"));
    }

    private int status(String command) throws Exception {
        return Program.run(LIMIT, work, Map.of("HOME", work.toString()), List.of("sh", "-c", command))
                .status();
    }

    private String token(String audience) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://login.example.test")
                        .audience(audience)
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .claim("email", ALICE)
                        .build());
        token.sign(new RSASSASigner(tokens));
        return token.serialize();
    }

    // thsmi/sieve#400: TLS from the first byte for ManageSieve too, where a port is named for it
    @Test
    void opensslSpeaksManageSieveOverTls() throws Exception {
        String said = runWith(
                "AUTHENTICATE \"PLAIN\" {32+}\\r\\nAGFsaWNlQGV4YW1wbGUuY29tAHRyMHVi\\r\\nLOGOUT\\r\\n",
                "timeout 30 openssl s_client -quiet -connect localhost:" + sieves + " -CAfile "
                        + service.certificate());
        assertTrue(said.contains("\"SASL\" \"PLAIN"), said);
        assertFalse(said.contains("STARTTLS"), said);
        assertTrue(said.contains("NO \"Name or password not right\""), said);
        assertTrue(said.contains("OK \"Goodbye\""), said);
    }

    private String external(String certificate) throws Exception {
        return runWith(
                "a AUTHENTICATE EXTERNAL =\\r\\nb LOGOUT\\r\\n",
                "timeout 30 openssl s_client -quiet -connect localhost:" + service.imapsPort() + certificate
                        + " -CAfile " + service.certificate());
    }

    @Test
    void saslauthdAsksByImap() throws Exception {
        Path folder = Files.createDirectories(work.resolve("mux"));
        // In a process group of its own: it ends its whole group with itself.
        Process daemon = new ProcessBuilder(
                        "setsid",
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
}
