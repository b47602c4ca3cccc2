package org.jdbmail.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jdbmail.frontkit.FailEach;
import org.jdbmail.frontkit.FailEach.Answer;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever call of the database fails while mail is taken by SMTP: it is where it belongs, once, or who hands it over is told to come again (RFC
 * 5321 §4.2.5). Into a mailbox, into the queue for elsewhere, and both at once.
 */
@Tag("full")
class FailEachReceptionTest {
    private final Fuse fuse = new Fuse();

    static List<String> databases() {
        return TestDatabases.names();
    }

    private List<String> wrong(String database, String service, boolean isHere, boolean isElsewhere) throws Exception {
        try (SmtpTestServer server =
                SmtpTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            Reception mail = new Reception(server, service, isHere, isElsewhere);
            return FailEach.wrong(fuse, "u", database.equals("sqlite"), mail);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void intoAMailbox(String database) throws Exception {
        assertEquals(List.of(), wrong(database, "smtp", true, false));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void toElsewhere(String database) throws Exception {
        assertEquals(List.of(), wrong(database, "relay", false, true));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void hereAndElsewhere(String database) throws Exception {
        assertEquals(List.of(), wrong(database, "relay", true, true));
    }

    private record Reception(SmtpTestServer server, String service, boolean isHere, boolean isElsewhere)
            implements FailEach.Case {
        @Override
        public void prepare(String user) {
            server.addUser(user + "@example.test");
        }

        @Override
        public Answer say(String user, Runnable ready) throws Exception {
            try (LineClient client =
                    LineClient.connect(Objects.requireNonNull(server.services().get(service)))) {
                client.readLine();
                client.send("EHLO test");
                client.readUntil("250 ");
                ready.run();
                for (String line : List.of(
                        "MAIL FROM:<" + user + "@remote.test>",
                        "RCPT TO:<" + (isHere ? user + "@example.test" : "a@elsewhere.test") + ">",
                        "RCPT TO:<" + (isElsewhere ? "b@elsewhere.test" : user + "@example.test") + ">",
                        "DATA")) {
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
            return List.of(
                    server.messages(user + "@example.test") + " messages",
                    "queued for " + server.queuedFor(user + "@remote.test"));
        }
    }
}
