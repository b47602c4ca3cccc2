package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jdbmail.frontkit.BreakableStore.Trouble;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever lists many names holds nobody up: they are read and told where work takes its turns. Few names are told at once. */
class ManyNamesTest {
    private static final int NAMES = 260;
    private static final int SESSIONS = 20;

    private final List<LineClient> clients = new ArrayList<>();
    private ImapTestServer server;

    @BeforeEach
    void start() throws IOException {
        server = ImapTestServer.start("sqlite");
        server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
        server.make(new Fixture("user", List.of("bob", "secret"), new byte[0]));
        for (int i = 0; i < NAMES; i++) {
            server.make(new Fixture("mailbox", List.of("alice", "n".repeat(40) + i), new byte[0]));
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.breakable().setTrouble(Trouble.NONE);
        for (LineClient client : clients) {
            client.close();
        }
        server.close();
    }

    private LineClient login(String user) throws IOException {
        LineClient client = LineClient.connect(server.services().get("imap")).timeout(Duration.ofMinutes(1));
        clients.add(client);
        client.readLine();
        client.send("a LOGIN " + user + " secret");
        assertTrue(client.readUntil("a ").startsWith("a OK"));
        return client;
    }

    private static int told(LineClient client, String command, String response) throws IOException {
        client.send("b " + command);
        int lines = 0;
        String line = client.readLine();
        while (!line.startsWith("b ")) {
            lines += line.startsWith(response) ? 1 : 0;
            line = client.readLine();
        }
        assertTrue(line.startsWith("b OK"), line);
        return lines;
    }

    @Test
    void whileManyListOthersAreAnswered() throws Exception {
        LineClient bob = login("bob");
        for (int i = 0; i < SESSIONS; i++) {
            login("alice");
        }
        List<LineClient> many = clients.subList(1, clients.size());
        // From the first time on it is known that the list is long.
        assertEquals(NAMES + 1, told(many.getFirst(), "LIST \"\" *", "* LIST "));
        server.breakable().setTrouble(Trouble.BUSY);
        for (LineClient alice : many) {
            alice.send("c LIST \"\" * RETURN (SUBSCRIBED)");
        }
        Eventually.isTrue(
                Duration.ofMinutes(1),
                "a look at the store",
                () -> !server.breakable().held().isEmpty());
        bob.send("c NOOP");
        assertTrue(bob.readUntil("c ").startsWith("c OK"));
        server.breakable().setTrouble(Trouble.NONE);
        for (LineClient alice : many) {
            assertTrue(alice.readUntil("c ").startsWith("c OK"));
        }
        assertTrue(server.breakable().held().stream().noneMatch(Thread::isVirtual));
    }

    @Test
    void whateverTellsOfAllNamesIsDoneInTurns() throws IOException {
        LineClient alice = login("alice");
        told(alice, "LIST \"\" *", "* LIST ");
        long done = server.work().done();
        assertEquals(NAMES + 1, told(alice, "LIST \"\" * RETURN (STATUS (MESSAGES))", "* STATUS "));
        assertEquals(done + 1, server.work().done());
        assertEquals(1, told(alice, "LSUB \"\" *", "* LSUB "));
        assertEquals(done + 2, server.work().done());
        told(alice, "ENABLE IMAP4rev2", "");
        assertEquals(1, told(alice, "SELECT INBOX", "* LIST "));
        assertEquals(done + 3, server.work().done());
        told(alice, "NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))", "");
        assertTrue(server.work().done() > done + 3);
    }

    @Test
    void whereThereIsNoRoomToFindOutANameNothingIsSelected() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        LineClient alice = login("alice");
        told(alice, "LIST \"\" *", "* LIST ");
        told(alice, "ENABLE IMAP4rev2", "");
        assertEquals(1, told(alice, "SELECT INBOX", "* LIST "));
        server.fill("alice", released);
        try {
            alice.send("c SELECT INBOX");
            assertTrue(alice.readLine().startsWith("* OK [CLOSED]"));
            assertTrue(alice.readLine().startsWith("c NO [LIMIT]"));
        } finally {
            released.countDown();
        }
        alice.send("d CHECK");
        assertTrue(alice.readUntil("d ").startsWith("d BAD"));
    }

    @Test
    void ofALongAnswerAStretchIsSpelledAtATime() throws IOException {
        int many = 1_400;
        for (int i = 0; i < many; i++) {
            server.make(new Fixture("mailbox", List.of("bob", "m".repeat(190) + (10_000 + i)), new byte[0]));
        }
        LineClient bob = login("bob");
        bob.send("c LIST \"\" m*");
        for (int i = 0; i < many; i++) {
            String line = bob.readLine();
            assertTrue(line.endsWith("m" + (10_000 + i) + "\""), line);
        }
        assertTrue(bob.readLine().startsWith("c OK"));
        assertEquals(2, server.work().done());
    }

    @Test
    void fewNamesAreToldAtOnce() throws IOException {
        LineClient bob = login("bob");
        assertEquals(1, told(bob, "LIST \"\" *", "* LIST "));
        assertEquals(0, server.work().done());
    }
}
