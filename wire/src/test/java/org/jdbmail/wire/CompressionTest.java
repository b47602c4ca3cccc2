package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.limit.Strangers;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 4978: both ways compressed, from one line on. */
class CompressionTest extends EachTransport {
    private final Budget budget = new Budget(8 << 20);
    private final Semaphore compressions = new Semaphore(1);
    private final WireServer server =
            new WireServer(new WireLimits(budget, new Strangers(20, 10), compressions), thrown -> {});
    private final AtomicBoolean bad = new AtomicBoolean();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    /** Compresses when it is told to; otherwise tells how long a line is, and says it. */
    private void echo(Connection c) throws WireException {
        try {
            while (true) {
                String line = new String(c.in().readLine(200_000), US_ASCII);
                if (line.equals("leave off")) {
                    c.endCompression("as you like\r\n".getBytes(US_ASCII));
                } else if (!line.equals("compress")) {
                    c.out().writeAscii(line.length() + " " + line + "\r\n");
                } else if (!c.startCompression("go\r\n".getBytes(US_ASCII))) {
                    c.out().writeAscii("no\r\n");
                }
            }
        } catch (WireException.EndOfInput e) {
            c.out().flush();
        } catch (WireException.BadCompression e) {
            bad.set(true);
        }
    }

    private static byte[] pack(Deflater deflater, byte[] bytes) {
        deflater.setInput(bytes);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        int n;
        do {
            n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
            packed.write(piece, 0, n);
        } while (n == piece.length);
        return packed.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(US_ASCII).stripTrailing();
    }

    private void conversation(Client client) throws IOException {
        client.send("before\r\n");
        assertEquals("6 before", client.line());
        client.send("compress\r\n");
        assertEquals("go", client.line());
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
                Inflater inflater = new Inflater(true)) {
            InputStream in = new InflaterInputStream(client.in(), inflater, 1);
            for (String text : new String[] {"one", "x".repeat(150_000), "two"}) {
                client.out().write(pack(deflater, (text + "\r\n").getBytes(US_ASCII)));
                client.out().flush();
                assertEquals(text.length() + " " + text, line(in));
            }
            client.out().write(pack(deflater, "compress\r\n".getBytes(US_ASCII)));
            client.out().flush();
            assertEquals("no", line(in));
        }
    }

    @Test
    void both_ways_are_compressed_and_only_once() throws Exception {
        Listener listener = server.listen(loopback("c"), this::echo);
        try (Client client = Client.to(listener)) {
            conversation(client);
        }
        assertTrue(Servers.eventually(() -> compressions.availablePermits() == 1 && budget.used() == 0));
    }

    /** How a peer ends its compressed data. */
    private enum Ending {
        /** With the line that asks for it, and goes on at once. */
        WITH_THE_LINE,
        /** Behind it. */
        LATER,
        /** It says nothing of an end. */
        NEVER
    }

    // RFC 8437 §4.1
    @ParameterizedTest
    @EnumSource(Ending.class)
    void it_may_end_again(Ending ending) throws Exception {
        Listener listener = server.listen(loopback("c"), this::echo);
        try (Client client = Client.to(listener)) {
            for (int round = 0; round < 2; round++) {
                client.send("compress\r\n");
                assertEquals("go", client.line());
                end(client, ending);
            }
        }
        assertTrue(Servers.eventually(() -> compressions.availablePermits() == 1 && budget.used() == 0));
    }

    private static void end(Client client, Ending ending) throws IOException {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
                Inflater inflater = new Inflater(true)) {
            InputStream in = new InflaterInputStream(client.in(), inflater, 1);
            byte[] line = "leave off\r\n".getBytes(US_ASCII);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            if (ending == Ending.WITH_THE_LINE) {
                deflater.setInput(line);
                deflater.finish();
                byte[] all = new byte[100];
                sent.write(all, 0, deflater.deflate(all));
                sent.writeBytes("plain\r\n".getBytes(US_ASCII));
            } else {
                sent.writeBytes(pack(deflater, line));
            }
            client.out().write(sent.toByteArray());
            client.out().flush();
            assertEquals("as you like", line(in));
            assertEquals(-1, in.read());
            if (ending == Ending.LATER) {
                deflater.finish();
                byte[] end = new byte[10];
                client.out().write(end, 0, deflater.deflate(end));
            }
            if (ending != Ending.WITH_THE_LINE) {
                client.send("plain\r\n");
            }
            assertEquals("5 plain", client.line());
        }
    }

    @Test
    void inside_of_tls_too() throws Exception {
        TlsSettings tls = Certificates.settings(Certificates.ec());
        Listener listener = server.listen(loopback("c").withTls(TlsMode.IMPLICIT, tls), this::echo);
        try (Client client = Client.tlsTo(listener)) {
            conversation(client);
        }
    }

    @Test
    void who_comes_when_there_is_no_room_goes_on_uncompressed() throws Exception {
        Listener listener = server.listen(loopback("c"), this::echo);
        try (Client one = Client.to(listener);
                Client two = Client.to(listener)) {
            one.send("compress\r\n");
            assertEquals("go", one.line());
            two.send("compress\r\nstill\r\n");
            assertEquals("no", two.line());
            assertEquals("5 still", two.line());
        }
    }

    @Test
    void a_bomb_takes_no_more_room_than_a_line_may() throws Exception {
        Listener listener = server.listen(loopback("c"), this::echo);
        try (Client client = Client.to(listener);
                Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            client.send("compress\r\n");
            assertEquals("go", client.line());
            client.out().write(pack(deflater, new byte[50 << 20]));
            client.out().flush();
            // The line is refused as too long, and the session ends.
            client.rest();
        } catch (IOException e) {
            assertFalse(bad.get());
        }
        assertTrue(budget.used() < 1 << 20, "held: " + budget.used());
    }

    @Test
    void what_is_not_compressed_ends_the_session() throws Exception {
        Listener listener = server.listen(loopback("c"), this::echo);
        try (Client client = Client.to(listener)) {
            client.send("compress\r\n");
            assertEquals("go", client.line());
            client.send("a1 NOOP\r\n".repeat(10));
            client.rest();
        }
        assertTrue(Servers.eventually(bad::get));
    }
}
