package org.jdbmail.pop3d;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
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

/** Whatever call of the database fails when a client leaves: what it has deleted is gone, or it hears that it is not. */
@Tag("full")
class FailEachQuitTest {
    private final Fuse fuse = new Fuse();

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAnswerIsWhatHappened(String database) throws Exception {
        try (PopTestServer server =
                PopTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            assertEquals(List.of(), FailEach.wrong(fuse, "u", database.equals("sqlite"), new Quit(server)));
        }
    }

    private record Quit(PopTestServer server) implements FailEach.Case {
        @Override
        public void prepare(String user) {
            server.addUser(user, "secret");
            for (String text : List.of("A: 1\r\n\r\n", "A: two\r\n\r\n", "A: three\r\n\r\n")) {
                server.deliver(user, "INBOX", text.getBytes(US_ASCII));
            }
        }

        @Override
        public Answer say(String user, Runnable ready) throws Exception {
            try (LineClient client = login(user)) {
                client.send("DELE 1\r\nDELE 3");
                client.readUntil("+OK");
                client.readUntil("+OK");
                ready.run();
                client.send("QUIT");
                return client.readLine().startsWith("+OK") ? Answer.DONE : Answer.REFUSED;
            } catch (IOException e) {
                return Answer.CUT;
            }
        }

        @Override
        public List<String> picture(String user) throws Exception {
            try (LineClient client = login(user)) {
                client.send("LIST");
                client.readUntil("+OK");
                List<String> lines = new ArrayList<>();
                do {
                    lines.add(client.readLine());
                } while (!lines.getLast().equals("."));
                return lines;
            }
        }

        private LineClient login(String user) throws IOException {
            LineClient client =
                    LineClient.connect(Objects.requireNonNull(server.services().get("pop3")));
            client.send("USER " + user + "\r\nPASS secret");
            for (int i = 0; i < 3; i++) {
                client.readUntil("+OK");
            }
            return client;
        }
    }
}
