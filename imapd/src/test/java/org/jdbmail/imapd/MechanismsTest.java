package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SaslClientRun;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3501 §6.2.2 with the mechanisms that a transcript can't speak, since every exchange has another challenge. */
class MechanismsTest {
    private static ImapTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ImapTestServer.start("sqlite");
        server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static LineClient connect(boolean tls) throws IOException {
        LineClient client = LineClient.connect(server.services().get("secure"));
        client.readLine();
        if (tls) {
            client.send("s STARTTLS");
            client.readLine();
            client.startTls();
        }
        return client;
    }

    @ParameterizedTest
    @CsvSource({
        "SCRAM-SHA-1, '', false",
        "SCRAM-SHA-256, '', false",
        "SCRAM-SHA-512, '', true",
        "SCRAM-SHA-1-PLUS, tls-server-end-point, true",
        "SCRAM-SHA-256-PLUS, tls-exporter, true",
        "SCRAM-SHA-512-PLUS, tls-exporter, true",
    })
    void scramLogsIn(String mechanism, String binding, boolean tls) throws IOException {
        try (LineClient client = connect(tls)) {
            SaslClientRun run = new SaslClientRun(client, "a AUTHENTICATE");
            String wrong = run.scram(mechanism, "alice", "wrong", binding);
            assertTrue(wrong.startsWith("a NO [AUTHENTICATIONFAILED]"), wrong);
            // RFC 9266 §4.1: what was exported is good for one exchange.
            if (binding.equals("tls-exporter")) {
                String again = run.scram(mechanism, "alice", "secret", binding);
                assertTrue(again.startsWith("a BAD"), again);
            } else {
                String nobody = run.scram(mechanism, "nobody", "secret", binding);
                assertTrue(nobody.startsWith("a NO [AUTHENTICATIONFAILED]"), nobody);
            }
        }
        try (LineClient client = connect(tls)) {
            String right = new SaslClientRun(client, "a AUTHENTICATE").scram(mechanism, "alice", "secret", binding);
            assertTrue(right.startsWith("a OK [CAPABILITY "), right);
        }
    }

    @ParameterizedTest
    @CsvSource({"CRAM-MD5", "DIGEST-MD5"})
    void theOldDigestsLogIn(String mechanism) throws IOException {
        try (LineClient client = connect(false)) {
            SaslClientRun run = new SaslClientRun(client, "a AUTHENTICATE");
            String wrong = run.digest(mechanism, "alice", "wrong");
            assertTrue(wrong.startsWith("a NO [AUTHENTICATIONFAILED]"), wrong);
            String right = run.digest(mechanism, "alice", "secret");
            assertTrue(right.startsWith("a OK [CAPABILITY "), right);
        }
    }

    @Test
    void withoutTlsThereIsNothingToBindTo() throws IOException {
        try (LineClient client = connect(false)) {
            client.send("a AUTHENTICATE SCRAM-SHA-256-PLUS");
            String answer = client.readLine();
            assertTrue(answer.startsWith("a NO [PRIVACYREQUIRED]"), answer);
        }
    }
}
