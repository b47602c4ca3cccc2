package org.jdbmail.authd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.ScramClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mechanisms that a transcript can't speak, since every exchange has another challenge. */
class MechanismsTest {
    private static AuthTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = AuthTestServer.start("sqlite");
        server.addUser("alice", "secret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static LineClient connect() throws IOException {
        return connect("auth");
    }

    private static LineClient connect(String service) throws IOException {
        LineClient client = LineClient.connect(server.services().get(service)).bareLines();
        client.readUntil("DONE");
        client.send("VERSION\t1\t2\nCPID\t7");
        return client;
    }

    private static String challenge(LineClient client, int id) throws IOException {
        String line = client.readLine();
        String start = "CONT\t" + id + "\t";
        assertTrue(line.startsWith(start), line);
        return line.substring(start.length());
    }

    // RFC 5802 §5: the server's proof travels with OK where the client takes it so, and in a round of its own else
    // (Postfix)
    @Test
    void scramLogsInWithTheProofInOrBeforeTheOk() throws IOException {
        try (LineClient client = connect()) {
            ScramClient one = new ScramClient("SHA-256", "alice", "secret", "", Optional.empty());
            client.send("AUTH\t1\tSCRAM-SHA-256\tservice=smtp\tfinal-resp-ok\tresp=" + one.first());
            client.send("CONT\t1\t" + one.last(challenge(client, 1)));
            String ok = client.readLine();
            assertTrue(ok.startsWith("OK\t1\tuser=alice\tresp="), ok);
            assertTrue(one.isProof(ok.substring(ok.indexOf("resp=") + 5)));

            ScramClient two = new ScramClient("SHA-256", "alice", "secret", "", Optional.empty());
            client.send("AUTH\t2\tSCRAM-SHA-256\tservice=smtp\tresp=" + two.first());
            client.send("CONT\t2\t" + two.last(challenge(client, 2)));
            assertTrue(two.isProof(challenge(client, 2)));
            client.send("CONT\t2\t");
            assertEquals("OK\t2\tuser=alice", client.readLine());

            ScramClient wrong = new ScramClient("SHA-256", "alice", "wrong", "", Optional.empty());
            client.send("AUTH\t3\tSCRAM-SHA-256\tservice=smtp\tresp=" + wrong.first());
            client.send("CONT\t3\t" + wrong.last(challenge(client, 3)));
            assertEquals("FAIL\t3", client.readLine());
        }
    }

    @Test
    void nobodyWaitsForTheRefusalOfSomebodyElse() throws IOException {
        try (LineClient client = connect("slow")) {
            client.send(
                    "AUTH\t1\tPLAIN\tsecured\tresp=AGFsaWNlAHdyb25n\nAUTH\t2\tPLAIN\tsecured\tresp=AGFsaWNlAHNlY3JldA==");
            assertEquals("OK\t2\tuser=alice", client.readLine());
            assertEquals("FAIL\t1", client.readLine());
        }
    }

    // RFC 2195, with its client's answer computed by the JDK
    @Test
    void cramMd5LogsIn() throws Exception {
        try (LineClient client = connect()) {
            client.send("AUTH\t1\tCRAM-MD5\tservice=smtp");
            byte[] challenge = Base64.getDecoder().decode(challenge(client, 1));
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec("secret".getBytes(US_ASCII), "HmacMD5"));
            String answer = "alice " + HexFormat.of().formatHex(mac.doFinal(challenge));
            client.send("CONT\t1\t" + Base64.getEncoder().encodeToString(answer.getBytes(US_ASCII)));
            assertEquals("OK\t1\tuser=alice", client.readLine());
        }
    }
}
