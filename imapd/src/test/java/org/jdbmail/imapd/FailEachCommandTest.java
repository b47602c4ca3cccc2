package org.jdbmail.imapd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbmail.frontkit.FailEach;
import org.jdbmail.frontkit.FailEach.Answer;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever call of the database fails under a command that changes something: its answer is true. */
@Tag("full")
class FailEachCommandTest {
    private static final List<String> COMMANDS = List.of(
            "APPEND INBOX (\\Flagged) {9+}\r\nA: b\r\n\r\nc",
            "STORE 1:2 +FLAGS (\\Answered red)",
            "COPY 1:2 Box",
            "MOVE 1:2 Box",
            "EXPUNGE",
            "CREATE New/Deep",
            "RENAME Box Kept",
            "DELETE Box",
            "SUBSCRIBE Box",
            "SETACL Box bob lr",
            "SETMETADATA INBOX (/private/comment \"x\")");

    private final Fuse fuse = new Fuse();

    /** Where a connection can be lost, and where not; how each database fails is shown for the store. */
    static List<String> databases() {
        return TestDatabases.names().stream()
                .filter(name -> !TestDatabases.isMysql(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAnswerIsWhatHappened(String database) throws Exception {
        try (ImapTestServer server =
                ImapTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            server.make(new Fixture("user", List.of("bob", "secret"), new byte[0]));
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < COMMANDS.size(); i++) {
                String command = COMMANDS.get(i);
                FailEach.wrong(fuse, "u" + i + "x", database.equals("sqlite"), new Said(server, command))
                        .forEach(each -> wrong.add(command + ": " + each));
            }
            assertEquals(List.of(), wrong);
        }
    }

    private record Said(ImapTestServer server, String command) implements FailEach.Case {
        private InetSocketAddress address() {
            return Objects.requireNonNull(server.services().get("imap"));
        }

        @Override
        public void prepare(String user) {
            server.make(new Fixture("user", List.of(user, "secret"), new byte[0]));
            server.make(new Fixture("mailbox", List.of(user, "Box"), new byte[0]));
            byte[] mail = "Subject: hello\r\n\r\nbody\r\n".getBytes(US_ASCII);
            for (String flags : List.of("(\\Deleted)", "(\\Seen)", "(blue)")) {
                server.make(new Fixture("message", List.of(user, "INBOX", flags), mail));
            }
        }

        @Override
        public Answer say(String user, Runnable ready) throws Exception {
            try (LineClient client = login(user)) {
                answered(client, "SELECT INBOX");
                ready.run();
                String answer;
                try {
                    answer = answered(client, command).getLast();
                } catch (IOException e) {
                    return Answer.CUT;
                }
                assertTrue(answer.startsWith("tag OK") || answer.startsWith("tag NO"), answer);
                return answer.startsWith("tag OK") ? Answer.DONE : Answer.REFUSED;
            }
        }

        @Override
        public List<String> picture(String user) throws Exception {
            List<String> picture = new ArrayList<>();
            try (LineClient client = login(user)) {
                for (String asked :
                        List.of("LIST \"\" *", "LSUB \"\" *", "GETACL Box", "GETMETADATA INBOX /private/comment")) {
                    picture.addAll(answered(client, asked));
                }
                for (String name : List.of("INBOX", "Box", "Kept")) {
                    if (answered(client, "EXAMINE " + name).getLast().startsWith("tag OK")) {
                        picture.add(name);
                        picture.addAll(answered(client, "FETCH 1:* (RFC822.SIZE FLAGS)"));
                    }
                }
            }
            // Whether a message is recent depends on who looked.
            picture.replaceAll(line ->
                    line.replace(" \\Recent", "").replace("\\Recent", "").replace(user, "USER"));
            return picture;
        }

        private LineClient login(String user) throws IOException {
            LineClient client = LineClient.connect(address());
            client.readLine();
            assertTrue(answered(client, "LOGIN " + user + " secret").getLast().startsWith("tag OK"));
            return client;
        }

        private static List<String> answered(LineClient client, String command) throws IOException {
            client.send("tag " + command);
            List<String> lines = new ArrayList<>();
            do {
                lines.add(client.readLine());
            } while (!lines.getLast().startsWith("tag "));
            return lines;
        }
    }
}
