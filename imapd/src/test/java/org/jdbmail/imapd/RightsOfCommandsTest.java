package org.jdbmail.imapd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 4314 §4: in a mailbox of somebody else each command goes with exactly the rights that it demands, and with all but one of them it does not. */
class RightsOfCommandsTest {
    private static final String ALL = "lrswipkxteacd";
    private static final String MESSAGE = "{8+}\r\nA: b\r\n\r\n";

    /**
     * A command.
     *
     * @param needs the rights that it demands
     * @param selects the mailbox that is selected first; empty for none
     * @param command with BOX for the mailbox in question, and TOP for the one above it, in which nothing is allowed but what is
     *     said
     */
    private record Demand(String needs, String selects, String command) {}

    private static final List<Demand> DEMANDS = List.of(
            new Demand("lr", "", "SELECT BOX"),
            new Demand("lr", "", "EXAMINE BOX"),
            new Demand("lr", "", "STATUS BOX (MESSAGES)"),
            new Demand("lr", "", "GETQUOTAROOT BOX"),
            new Demand("l", "", "SUBSCRIBE BOX"),
            new Demand("lrs", "BOX", "STORE 1 +FLAGS (\\Seen)"),
            new Demand("lrw", "BOX", "STORE 1 +FLAGS (\\Flagged)"),
            new Demand("lrw", "BOX", "STORE 1 +FLAGS (\\Answered)"),
            new Demand("lrw", "BOX", "STORE 1 +FLAGS (\\Draft)"),
            new Demand("lrw", "BOX", "STORE 1 +FLAGS ($Forwarded)"),
            new Demand("lrt", "BOX", "STORE 1 +FLAGS (\\Deleted)"),
            new Demand("lre", "BOX", "EXPUNGE"),
            new Demand("lre", "BOX", "UID EXPUNGE 1:*"),
            new Demand("lrte", "BOX", "MOVE 1 INBOX"),
            new Demand("lrte", "BOX", "REPLACE 1 INBOX " + MESSAGE),
            new Demand("lr", "BOX", "COPY 1 INBOX"),
            new Demand("lr", "BOX", "FETCH 1 BODY[]"),
            new Demand("lr", "BOX", "SEARCH TEXT x"),
            new Demand("li", "", "APPEND BOX " + MESSAGE),
            new Demand("li", "INBOX", "COPY 1 BOX"),
            new Demand("li", "INBOX", "MOVE 1 BOX"),
            new Demand("k", "", "CREATE BOX/Sub"),
            new Demand("lx", "", "DELETE BOX"),
            new Demand("lx", "", "RENAME BOX TOP/New"),
            new Demand("la", "", "GETACL BOX"),
            new Demand("la", "", "SETACL BOX carol lr"),
            new Demand("la", "", "DELETEACL BOX carol"),
            new Demand("la", "", "LISTRIGHTS BOX carol"),
            new Demand("lw", "", "SETMETADATA BOX (/shared/comment \"x\")"));

    private int boxes;

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    private static void make(ImapTestServer server, String kind, String... words) {
        server.make(new Fixture(kind, List.of(words), "Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void eachCommandDemandsWhatItShould(String database) throws IOException {
        try (ImapTestServer server = ImapTestServer.start(database)) {
            for (String user : List.of("alice", "bob", "carol")) {
                make(server, "user", user, "secret");
            }
            for (Demand demand : DEMANDS) {
                String answer = answer(server, demand, demand.needs);
                assertTrue(answer.startsWith("c OK"), demand + " with what it needs: " + answer);
                for (char right : demand.needs.toCharArray()) {
                    // Any of several rights will do for an annotation (RFC 5464 §3.3).
                    String rights = demand.command.startsWith("SETMETADATA") && right == 'w'
                            ? "lkxteacd"
                            : ALL.replace(String.valueOf(right), "");
                    answer = answer(server, demand, rights);
                    assertTrue(answer.startsWith("c NO"), demand + " with " + rights + ": " + answer);
                }
            }
            String taken = answer(server, new Demand("", "", "RENAME BOX TOP/New"), ALL, "lr");
            assertTrue(taken.startsWith("c NO"), "to make a name needs k above it: " + taken);
        }
    }

    private String answer(ImapTestServer server, Demand demand, String rights) throws IOException {
        return answer(server, demand, rights, "lk");
    }

    /** What alice is told in a new mailbox of bob in which she has these rights; either the command itself or the SELECT before it. */
    private String answer(ImapTestServer server, Demand demand, String rights, String above) throws IOException {
        String top = "Top" + ++boxes;
        String box = top + "/Box";
        make(server, "mailbox", "bob", top);
        make(server, "mailbox", "bob", box);
        make(server, "message", "bob", box, "\\Deleted");
        make(server, "message", "alice", "INBOX");
        make(server, "rights", "bob", top, "alice", above);
        make(server, "rights", "bob", box, "alice", rights);
        try (LineClient client = LineClient.connect(server.services().get("imap"))) {
            client.readLine();
            client.send("a LOGIN alice secret");
            client.readUntil("a OK");
            if (!demand.selects.isEmpty()) {
                String selected = run(client, "SELECT " + named(demand.selects, box, top));
                if (!selected.startsWith("c OK")) {
                    return selected;
                }
            }
            return run(client, named(demand.command, box, top));
        }
    }

    private static String named(String command, String box, String top) {
        return command.replaceAll("\\bBOX\\b", "#Users/bob/" + box).replace("TOP", "#Users/bob/" + top);
    }

    private static String run(LineClient client, String command) throws IOException {
        client.send("c " + command);
        return client.readUntil("c ");
    }
}
