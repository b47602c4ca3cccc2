package org.jdbmail.pop3d;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What needs more than a transcript: octets that are not lines, and many messages. */
class PopServerTest {
    /** A client that reads as nearly all clients do: up to LF, whatever stands before it. */
    private static final class LineFeedClient implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        LineFeedClient(PopTestServer server) throws IOException {
            socket = new Socket();
            socket.connect(server.services().get("pop3"), 10_000);
            socket.setSoTimeout(30_000);
            in = new BufferedInputStream(socket.getInputStream());
            line();
        }

        void say(String lines) throws IOException {
            socket.getOutputStream().write(lines.getBytes(ISO_8859_1));
        }

        byte[] line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet;
            do {
                octet = in.read();
                line.write(octet);
            } while (octet != '\n' && octet >= 0);
            return line.toByteArray();
        }

        byte[] message() throws IOException {
            assertTrue(new String(line(), ISO_8859_1).startsWith("+OK"));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            while (true) {
                byte[] line = line();
                if (new String(line, ISO_8859_1).equals(".\r\n")) {
                    return message.toByteArray();
                }
                boolean stuffed = line[0] == '.';
                message.write(line, stuffed ? 1 : 0, line.length - (stuffed ? 1 : 0));
            }
        }

        void login() throws IOException {
            say("USER alice\r\nPASS secret\r\n");
            line();
            assertTrue(new String(line(), ISO_8859_1).startsWith("+OK"));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void noDotInsideOfAMessageEndsItForAClientThatReadsUpToLineFeeds(String database) throws Exception {
        try (PopTestServer server = PopTestServer.start(database)) {
            server.addUser("alice", "secret");
            byte[] message = "a\n.\n..b\n.\r\nc\n\r\n".getBytes(ISO_8859_1);
            server.deliver("alice", "INBOX", message);
            try (LineFeedClient client = new LineFeedClient(server)) {
                client.login();
                client.say("RETR 1\r\n");
                assertArrayEquals(message, client.message());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void messagesOfAllSizesComeBackInOrderHoweverTheyAreAskedFor(String database) throws Exception {
        try (PopTestServer server = PopTestServer.start(database)) {
            server.addUser("alice", "secret");
            Random random = new Random(5);
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                byte[] message = message(random, i % 50 == 7 ? 700_000 : random.nextInt(3000));
                messages.add(message);
                server.deliver("alice", "INBOX", message);
            }
            try (LineFeedClient client = new LineFeedClient(server)) {
                client.login();
                StringBuilder all = new StringBuilder();
                for (int number = 1; number <= messages.size(); number++) {
                    all.append("RETR ").append(number).append("\r\n");
                }
                client.say(all.toString());
                for (byte[] message : messages) {
                    assertArrayEquals(message, client.message());
                }
                for (int number : new int[] {3, 4, 5, 6, 7, 150, 1, 2, 2, 8, 60}) {
                    client.say("RETR " + number + "\r\n");
                    assertArrayEquals(messages.get(number - 1), client.message(), "message " + number);
                }
            }
        }
    }

    /** Dots at the borders of stored pieces (an attachment begins with one), of chunks that are sent, and everywhere else. */
    @ParameterizedTest
    @MethodSource("databases")
    void dotsAreDoubledAtTheBordersOfPieces(String database) throws Exception {
        String dots = ".\r\n".repeat(40_000);
        String attachment = """
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: application/octet-stream

                %s
                --b
                Content-Type: application/octet-stream

                %s--b--
                """.replace("\n", "\r\n").formatted(".\r\n" + "x".repeat(5_000), dots);
        try (PopTestServer server = PopTestServer.start(database)) {
            server.addUser("alice", "secret");
            List<byte[]> messages = new ArrayList<>();
            for (String text : List.of("\r\n" + dots, "a\r\n\r\n" + dots, attachment, "\r\n" + dots + ".", ".")) {
                messages.add(text.getBytes(ISO_8859_1));
                server.deliver("alice", "INBOX", messages.getLast());
            }
            try (LineFeedClient client = new LineFeedClient(server)) {
                client.login();
                for (int number = 1; number <= messages.size(); number++) {
                    byte[] stored = messages.get(number - 1);
                    byte[] sent = ended(stored);
                    client.say("RETR " + number + "\r\n");
                    assertArrayEquals(sent, client.message(), "message " + number);
                    client.say("TOP " + number + " 999999999999\r\n");
                    assertArrayEquals(sent, client.message(), "top of message " + number);
                }
            }
        }
    }

    /** With the CRLF that the protocol needs before the last dot. */
    private static byte[] ended(byte[] message) {
        String text = new String(message, ISO_8859_1);
        return (text.endsWith("\r\n") ? text : text + "\r\n").getBytes(ISO_8859_1);
    }

    private static byte[] message(Random random, int size) {
        StringBuilder text = new StringBuilder("Subject: x\r\n\r\n");
        while (text.length() < size) {
            text.append(random.nextInt(3) == 0 ? "." : "")
                    .append("line ")
                    .append(random.nextInt())
                    .append("\r\n");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStoppingServerSaysSoAndKeepsWhatWasMarked(String database) throws Exception {
        PopTestServer server = PopTestServer.start(database);
        server.addUser("alice", "secret");
        server.deliver("alice", "INBOX", "Subject: x\r\n".getBytes(ISO_8859_1));
        try (LineFeedClient client = new LineFeedClient(server)) {
            client.login();
            client.say("DELE 1\r\n");
            client.line();
            server.close();
            String last = new String(client.line(), ISO_8859_1);
            assertEquals("-ERR [SYS/TEMP]", last.substring(0, 15));
            assertFalse(last.contains("secret"));
        }
    }

    static List<String> databases() {
        return TestDatabases.names();
    }
}
