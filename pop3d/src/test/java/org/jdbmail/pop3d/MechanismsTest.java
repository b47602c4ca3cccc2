package org.jdbmail.pop3d;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SaslClientRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
}
