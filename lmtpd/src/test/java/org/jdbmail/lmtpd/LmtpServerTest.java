package org.jdbmail.lmtpd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jdbmail.frontkit.BreakableStore;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.mail.MailGenerator;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.wire.ListenerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What needs more than a transcript: large mail, trouble at the worst moment, other sockets, senseless input. */
class LmtpServerTest {
    private static LineClient connect(LmtpTestServer server) throws IOException {
        LineClient client = LineClient.connect(server.address()).timeout(Duration.ofSeconds(30));
        say(client, null, "220");
        say(client, "LHLO client.test", "250 ");
        return client;
    }

    /** Sends a line and passes over replies until one begins like that. */
    private static String say(LineClient client, @Nullable String line, String expected) throws IOException {
        if (line != null) {
            client.send(line);
        }
        String reply = client.readUntil(expected);
        assertTrue(reply.startsWith(expected), reply);
        return reply;
    }

    private static void begin(LineClient client, String... recipients) throws IOException {
        say(client, "MAIL FROM:<s@remote.test>", "250 2.1.0");
        for (String recipient : recipients) {
            say(client, "RCPT TO:<" + recipient + ">", "250 2.1.5");
        }
    }

    private static byte[] stuffed(byte[] message) {
        String text = new String(message, ISO_8859_1);
        String doubled = ("\r\n" + text).replace("\r\n.", "\r\n..").substring(2);
        return (doubled + (doubled.endsWith("\r\n") ? "" : "\r\n") + ".\r\n").getBytes(ISO_8859_1);
    }

    private static void assertStored(LmtpTestServer server, byte[] message, String what) {
        byte[] stored = server.newest("alice", "INBOX");
        byte[] end = Arrays.copyOfRange(stored, Math.max(0, stored.length - message.length), stored.length);
        assertArrayEquals(message, end, what);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void realisticMailIsStoredByteForByte(String database) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(database);
                LineClient client = connect(server)) {
            server.addUser("alice");
            MailGenerator generator = new MailGenerator(42, 300_000);
            for (int i = 0; i < 40; i++) {
                byte[] message = generator.next().bytes();
                begin(client, "alice");
                say(client, "DATA", "354");
                client.send(stuffed(message));
                say(client, null, "250 2.0.0");
                assertStored(server, message, "message " + i);
            }
            byte[] large = generator.sized(6_000_000).bytes();
            begin(client, "alice");
            client.send("BDAT " + large.length + " LAST");
            client.send(large);
            say(client, null, "250 2.0.0");
            assertStored(server, large, "a large message");
            assertEquals(0, server.spools().memoryUsed());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void troubleWithTheDatabaseIsATemporaryErrorAndTheSessionGoesOn(String database) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(database);
                LineClient client = connect(server)) {
            server.addUser("alice");
            begin(client, "alice");
            server.store().setTrouble(BreakableStore.Trouble.AWAY);
            say(client, "RCPT TO:<bob>", "451 4.3.0");
            say(client, "DATA", "354");
            client.send(stuffed("lost?\r\n".getBytes(ISO_8859_1)));
            say(client, null, "451 4.3.0 <alice>");
            server.store().setTrouble(BreakableStore.Trouble.NONE);
            assertEquals(0, server.messages("alice", "INBOX").size());
            begin(client, "alice");
            say(client, "DATA", "354");
            client.send(stuffed("found\r\n".getBytes(ISO_8859_1)));
            say(client, null, "250 2.0.0");
            assertStored(server, "found\r\n".getBytes(ISO_8859_1), "after the trouble");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aBugEndsItsSessionAloneAndIsATemporaryError(String database) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(database);
                LineClient client = connect(server);
                LineClient other = connect(server)) {
            server.addUser("alice");
            begin(client, "alice");
            say(client, "DATA", "354");
            server.store().setTrouble(BreakableStore.Trouble.BUG);
            client.send(stuffed("body\r\n".getBytes(ISO_8859_1)));
            say(client, null, "421 4.3.0");
            assertTrue(client.isClosedByServer());
            server.store().setTrouble(BreakableStore.Trouble.NONE);
            begin(other, "alice");
            assertEquals(0, server.spools().memoryUsed());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatGoesAwayBetweenRcptAndDataLosesNoMail(String database) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(database);
                LineClient client = connect(server)) {
            server.addUser("alice");
            server.addUser("bob");
            server.mailbox("alice", "work");
            begin(client, "alice+work", "bob");
            say(client, "DATA", "354");
            server.deleteMailbox("alice", "work");
            server.deleteUser("bob");
            client.send(stuffed("body\r\n".getBytes(ISO_8859_1)));
            say(client, null, "250 2.0.0 <alice+work>");
            say(client, null, "550 5.1.1 <bob>");
            assertStored(server, "body\r\n".getBytes(ISO_8859_1), "in the INBOX instead");
            // The INBOX itself is made anew.
            server.deleteMailbox("alice", "INBOX");
            begin(client, "alice", "alice");
            say(client, "DATA", "354");
            client.send(stuffed("again\r\n".getBytes(ISO_8859_1)));
            say(client, null, "250 2.0.0");
            say(client, null, "250 2.0.0");
            assertEquals(1, server.messages("alice", "INBOX").size());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whereAnAddressLedIsRememberedAndNothingIsLostByIt(String database) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(database, Duration.ofHours(1));
                LineClient client = connect(server)) {
            server.addUser("alice");
            server.addUser("bob");
            server.alias("team@example.test", "alice");
            deliver(client, "team@example.test", "one", "250 2.0.0");
            server.store().setTrouble(BreakableStore.Trouble.AWAY);
            say(client, "MAIL FROM:<s@remote.test>", "250 2.1.0");
            say(client, "RCPT TO:<bob>", "451 4.3.0");
            say(client, "RCPT TO:<team@example.test>", "250 2.1.5");
            say(client, "RSET", "250");
            server.store().setTrouble(BreakableStore.Trouble.NONE);

            // Its account goes away, and comes back as another, to which the alias does not lead.
            deliver(client, "alice", "two", "250 2.0.0");
            server.deleteUser("alice");
            deliver(client, "alice", "three", "550 5.1.1 <alice>");
            server.addUser("alice");
            deliver(client, "alice", "four", "250 2.0.0");
            assertEquals(1, server.messages("alice", "INBOX").size());
            deliver(client, "team@example.test", "five", "550 5.1.1 <team@example.test>");

            // Who deletes and makes it anew within the memory's time finds the mail in the new one.
            server.deleteUser("alice");
            server.addUser("alice");
            deliver(client, "alice", "six", "250 2.0.0");
            assertStored(server, "six\r\n".getBytes(ISO_8859_1), "in the new account");

            // The quota is what it is now, and not what it was.
            server.quota("bob", 10);
            deliver(client, "bob", "seven", "452 4.2.2 <bob>");
            server.quota("bob", 0);
            deliver(client, "bob", "eight", "250 2.0.0");
        }
    }

    private static void deliver(LineClient client, String recipient, String text, String reply) throws IOException {
        say(client, "MAIL FROM:<s@remote.test>", "250 2.1.0");
        client.send("RCPT TO:<" + recipient + ">");
        String taken = client.readUntil("");
        if (taken.startsWith("250")) {
            say(client, "DATA", "354");
            client.send(stuffed((text + "\r\n").getBytes(ISO_8859_1)));
            say(client, null, reply);
        } else {
            assertTrue(taken.startsWith(reply), taken);
            say(client, "RSET", "250");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStoppingServerTakesNoHalfMessage(String database) throws Exception {
        LmtpTestServer server = LmtpTestServer.start(database);
        server.addUser("alice");
        try (LineClient client = connect(server)) {
            begin(client, "alice");
            say(client, "DATA", "354");
            client.send("half a message".getBytes(ISO_8859_1));
            server.wire().stop(Duration.ofSeconds(5));
            say(client, null, "421 4.3.2");
            assertTrue(client.isClosedByServer());
            assertEquals(0, server.messages("alice", "INBOX").size());
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aUnixSocketWorksAsWell(String database, @TempDir Path folder) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(database)) {
            server.addUser("alice");
            Path socket = folder.resolve("lmtp");
            server.wire()
                    .listen(
                            ListenerConfig.unix("lmtp", socket),
                            server.handler(LmtpOptions.usual("mail.example.test")));
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                String all = "LHLO client.test\r\nMAIL FROM:<s@remote.test>\r\nRCPT TO:<alice>\r\nDATA\r\n"
                        + "body\r\n.\r\nQUIT\r\n";
                channel.write(ByteBuffer.wrap(all.getBytes(ISO_8859_1)));
                assertTrue(readAll(channel).contains("\r\n250 2.0.0 <alice> delivered"));
            }
            String stored = new String(server.newest("alice", "INBOX"), ISO_8859_1);
            assertTrue(stored.contains("Received: from client.test\r\n\tby mail.example.test with LMTP id "), stored);
            assertTrue(Files.exists(socket));
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(4096);
        while (channel.read(piece) >= 0) {
            all.write(piece.array(), 0, piece.position());
            piece.clear();
        }
        return all.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void senselessInputNeitherHangsNorBreaksTheServer(String database) throws Exception {
        String[] words = {
            "LHLO x\r\n",
            "MAIL FROM:<a@b>\r\n",
            "RCPT TO:<alice>\r\n",
            "DATA\r\n",
            ".\r\n",
            "BDAT 5 LAST\r\nhello",
            "BDAT 3\r\nabc",
            "RSET\r\n",
            "\0\377\r\n",
            "\n",
            "RCPT TO:<\r\n",
            "QUIT\r\n",
            "x".repeat(9000),
            "BDAT 99999999 LAST\r\n",
            "HELO\r\n"
        };
        try (LmtpTestServer server = LmtpTestServer.start(database)) {
            server.addUser("alice");
            Random random = new Random(20260303);
            for (int round = 0; round < 60; round++) {
                StringBuilder all = new StringBuilder();
                for (int n = random.nextInt(30); n >= 0; n--) {
                    all.append(words[random.nextInt(words.length)]);
                }
                try (LineClient client = LineClient.connect(server.address())) {
                    client.send(all.toString().getBytes(ISO_8859_1));
                    client.shutdownOutput();
                    String replies = drain(client);
                    assertTrue(!replies.contains("incident"), replies);
                }
            }
            Eventually.isTrue(
                    Duration.ofSeconds(10),
                    "all sessions end",
                    () -> server.wire().listeners().stream()
                                    .mapToInt(each -> each.connections())
                                    .sum()
                            == 0);
            assertEquals(0, server.spools().memoryUsed());
        }
    }

    private static String drain(LineClient client) {
        StringBuilder all = new StringBuilder();
        try {
            while (true) {
                all.append(client.readLine()).append('\n');
            }
        } catch (IOException e) {
            // the end of what the server says
            return all.toString();
        }
    }

    static List<String> databases() {
        return TestDatabases.names();
    }
}
