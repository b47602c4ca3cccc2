package org.jdbmail.pop3d;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SaslClientRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5034 with the mechanisms that a transcript can't speak, since every exchange has another challenge. */
class MechanismsTest {
    private static PopTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PopTestServer.start("sqlite");
        server.addUser("alice", "secret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static LineClient connect(boolean tls) throws IOException {
        LineClient client = LineClient.connect(server.services().get("secure"));
        client.readLine();
        if (tls) {
            client.send("STLS");
            client.readLine();
            client.startTls();
        }
        return client;
    }

    @ParameterizedTest
    @CsvSource({
        "SCRAM-SHA-1, '', false",
        "SCRAM-SHA-256, '', true",
        "SCRAM-SHA-512, '', false",
        "SCRAM-SHA-1-PLUS, tls-exporter, true",
        "SCRAM-SHA-256-PLUS, tls-server-end-point, true",
        "SCRAM-SHA-512-PLUS, tls-exporter, true",
    })
    void scramLogsIn(String mechanism, String binding, boolean tls) throws IOException {
        try (LineClient client = connect(tls)) {
            String wrong = new SaslClientRun(client, "AUTH").scram(mechanism, "alice", "wrong", binding);
            assertTrue(wrong.startsWith("-ERR [AUTH]"), wrong);
        }
        try (LineClient client = connect(tls)) {
            String right = new SaslClientRun(client, "AUTH").scram(mechanism, "alice", "secret", binding);
            assertTrue(right.startsWith("+OK alice has 0 messages"), right);
        }
    }

    @ParameterizedTest
    @CsvSource({"CRAM-MD5", "DIGEST-MD5"})
    void theOldDigestsLogIn(String mechanism) throws IOException {
        try (LineClient client = connect(false)) {
            SaslClientRun run = new SaslClientRun(client, "AUTH");
            String wrong = run.digest(mechanism, "alice", "wrong");
            assertTrue(wrong.startsWith("-ERR [AUTH]"), wrong);
            String right = run.digest(mechanism, "alice", "secret");
            assertTrue(right.startsWith("+OK alice has 0 messages"), right);
        }
    }

    // RFC 1939 §7
    @Test
    void apopLogsInOnce() throws Exception {
        try (LineClient client = LineClient.connect(server.services().get("secure"))) {
            String greeting = client.readLine();
            String challenge = greeting.substring(greeting.indexOf('<'));
            client.send("APOP alice " + md5(challenge + "wrong"));
            String wrong = client.readLine();
            assertTrue(wrong.startsWith("-ERR [AUTH]"), wrong);
            client.send("APOP nobody " + md5(challenge + "secret"));
            String nobody = client.readLine();
            assertTrue(nobody.startsWith("-ERR [AUTH]"), nobody);
            client.send("APOP alice " + md5(challenge + "secret"));
            String right = client.readLine();
            assertTrue(right.startsWith("+OK alice has 0 messages"), right);
        }
    }

    private static String md5(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(US_ASCII)));
    }
}
