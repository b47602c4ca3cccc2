package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.jdbmail.frontkit.FailEach;
import org.jdbmail.frontkit.FailEach.Answer;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever call of the database fails under a delivery: it is there, once, or who hands it over is told to come again. */
@Tag("full")
class FailEachDeliveryTest {
    private final Fuse fuse = new Fuse();

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAnswerIsWhatHappened(String database) throws Exception {
        try (LmtpTestServer server =
                LmtpTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            assertEquals(List.of(), FailEach.wrong(fuse, "u", database.equals("sqlite"), new Delivery(server)));
        }
    }

    private record Delivery(LmtpTestServer server) implements FailEach.Case {
        @Override
        public void prepare(String user) {
            server.addUser(user);
        }

        @Override
        public Answer say(String user, Runnable ready) throws Exception {
            try (LineClient client = LineClient.connect(server.address())) {
                client.readLine();
                client.send("LHLO test");
                client.readUntil("250 ");
                ready.run();
                for (String line : List.of("MAIL FROM:<s@remote.test>", "RCPT TO:<" + user + ">", "DATA")) {
                    client.send(line);
                    String answer = client.readLine();
                    assertTrue(answer.matches("[234]\\d\\d .*"), answer);
                    if (answer.startsWith("4")) {
                        return Answer.REFUSED;
                    }
                }
                client.send("Subject: hello\r\n\r\nbody\r\n.");
                String answer = client.readLine();
                assertTrue(answer.matches("[24]\\d\\d .*"), answer);
                return answer.startsWith("2") ? Answer.DONE : Answer.REFUSED;
            } catch (IOException e) {
                return Answer.CUT;
            }
        }

        @Override
        public List<String> picture(String user) {
            return List.of(server.messages(user) + " messages");
        }
    }
}
