package org.jdbmail.sieved;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
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

/** Whatever call of the database fails under a command that changes scripts: its answer is true. */
@Tag("full")
class FailEachCommandTest {
    private static final List<String> COMMANDS = List.of(
            "PUTSCRIPT \"new\" {5+}\r\nkeep;",
            "PUTSCRIPT \"one\" {5+}\r\nstop;",
            "SETACTIVE \"one\"",
            "RENAMESCRIPT \"one\" \"other\"",
            "DELETESCRIPT \"one\"");

    private final Fuse fuse = new Fuse();

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAnswerIsWhatHappened(String database) throws Exception {
        try (SieveTestServer server =
                SieveTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < COMMANDS.size(); i++) {
                String command = COMMANDS.get(i);
                FailEach.wrong(fuse, "u" + i + "x", database.equals("sqlite"), new Said(server, command))
                        .forEach(each -> wrong.add(command + ": " + each));
            }
            assertEquals(List.of(), wrong);
        }
    }

    private record Said(SieveTestServer server, String command) implements FailEach.Case {
        @Override
        public void prepare(String user) {
            server.make(new Fixture("user", List.of(user, "secret"), new byte[0]));
            server.make(new Fixture("script", List.of(user, "one"), "keep;".getBytes(US_ASCII)));
        }

        @Override
        public Answer say(String user, Runnable ready) throws Exception {
            try (LineClient client = login(user)) {
                ready.run();
                String answer;
                try {
                    answer = answered(client, command).getLast();
                } catch (IOException e) {
                    return Answer.CUT;
                }
                return answer.startsWith("OK") ? Answer.DONE : answer.startsWith("NO") ? Answer.REFUSED : Answer.CUT;
            }
        }

        @Override
        public List<String> picture(String user) throws Exception {
            try (LineClient client = login(user)) {
                List<String> picture = new ArrayList<>(answered(client, "LISTSCRIPTS"));
                for (String name : List.of("one", "new", "other")) {
                    picture.addAll(answered(client, "GETSCRIPT \"" + name + "\""));
                }
                return picture;
            }
        }

        private LineClient login(String user) throws IOException {
            LineClient client =
                    LineClient.connect(Objects.requireNonNull(server.services().get("sieve")));
            while (!client.readLine().startsWith("OK")) {
                // What it can do.
            }
            String plain = Base64.getEncoder().encodeToString(("\0" + user + "\0secret").getBytes(ISO_8859_1));
            assertTrue(answered(client, "AUTHENTICATE \"PLAIN\" \"" + plain + "\"")
                    .getLast()
                    .startsWith("OK"));
            return client;
        }

        private static List<String> answered(LineClient client, String command) throws IOException {
            client.send(command);
            List<String> lines = new ArrayList<>();
            do {
                lines.add(client.readLine());
            } while (!lines.getLast().matches("(OK|NO|BYE).*"));
            return lines;
        }
    }
}
