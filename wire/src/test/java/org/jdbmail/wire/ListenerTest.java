package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbmail.wire.listener.ListenException;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping, on TCP and on Unix sockets. */
class ListenerTest extends EachTransport {
    private final WireServer server = new WireServer();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    @Test
    void a_port_in_use_is_told_in_one_line() throws Exception {
        Listener first = server.listen(loopback("first"), Servers::echo);
        var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port());
        var e = assertThrows(
                ListenException.class, () -> server.listen(each(ListenerConfig.tcp("imap", taken)), Servers::echo));
        assertEquals(
                "imap cannot listen on localhost:" + first.port()
                        + ": Address already in use; stop the program that listens there, or choose another place",
                e.getMessage());
        assertEquals(1, server.listeners().size());
    }

    @Test
    void a_name_that_nobody_knows_is_told() {
        var nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 143);
        var e = assertThrows(
                ListenException.class, () -> server.listen(each(ListenerConfig.tcp("imap", nowhere)), Servers::echo));
        assertEquals(
                "imap cannot listen on nowhere.invalid:143: there is no address for the name nowhere.invalid",
                e.getMessage());
    }

    @Test
    void of_several_addresses_all_or_none_are_opened() throws Exception {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listener both = server.listen(each(ListenerConfig.tcp("both", free, free)), Servers::echo);
        assertEquals(2, both.addresses().size());
    }

    @Test
    void as_many_sessions_as_said_have_threads_of_the_system() throws Exception {
        Listener listener = server.listen(loopback("threads"), c -> {
            c.out().writeAscii(Thread.currentThread().isVirtual() + "\r\n");
            Servers.echo(c);
        });
        for (int round = 0; round < 2; round++) {
            try (Client one = Client.to(listener)) {
                assertEquals(String.valueOf(platformThreads == 0), one.line());
                try (Client two = Client.to(listener)) {
                    assertEquals("true", two.line());
                }
            }
            assertTrue(Servers.eventually(() -> listener.connections() == 0));
        }
    }

    @Test
    void sessions_are_asked_to_end_and_can_say_goodbye() throws Exception {
        Listener listener = server.listen(loopback("stopping"), c -> {
            c.out().writeAscii("hello\r\n");
            try {
                c.in().readLine(10);
            } catch (WireException.Stopping e) {
                c.out().writeAscii("421 bye\r\n");
            }
        });
        try (Client client = Client.to(listener)) {
            assertEquals("hello", client.line());
            listener.stop(Duration.ofSeconds(5));
            assertEquals("421 bye\r\n", client.rest());
            assertEquals(0, listener.connections());
            assertThrows(ConnectException.class, () -> Client.to(listener).close());
        }
    }

    @Test
    void an_idling_session_hears_of_the_stop() throws Exception {
        Listener listener = server.listen(loopback("stopping"), c -> {
            c.out().writeAscii("hello\r\n");
            c.out().writeAscii(c.in().await(Duration.ofSeconds(30)).name() + "\r\n");
        });
        try (Client client = Client.to(listener)) {
            assertEquals("hello", client.line());
            listener.stop(Duration.ofSeconds(5));
            assertEquals("SHUTDOWN\r\n", client.rest());
        }
    }

    @Test
    void a_session_that_does_not_end_is_cut_when_the_grace_is_over() throws Exception {
        var never = new CountDownLatch(1);
        Listener listener = server.listen(loopback("stubborn"), c -> {
            c.out().writeAscii("hello\r\n");
            c.out().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        try (Client client = Client.to(listener)) {
            assertEquals("hello", client.line());
            long start = System.nanoTime();
            listener.stop(Duration.ofMillis(100));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
            assertEquals("", client.rest());
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_session_that_throws_ends_alone_and_its_peer_may_hear_the_incident() throws Exception {
        var handler = new SessionHandler() {
            @Override
            public void run(Connection c) throws IOException {
                while (true) {
                    String line = new String(c.in().readLine(100), ISO_8859_1);
                    switch (line) {
                        case "bug" -> throw new IllegalStateException("deliberate");
                        case "error" -> throw new StackOverflowError("deliberate");
                        default -> c.out().writeAscii(line + "\r\n");
                    }
                }
            }

            @Override
            public void failed(Connection c, String incident, Throwable thrown) throws IOException {
                seen.add(incident);
                c.out().writeAscii("BUG " + incident + "\r\n");
            }
        };
        Listener listener = server.listen(loopback("buggy"), handler);
        try (Client other = Client.to(listener)) {
            for (String trouble : new String[] {"bug", "error"}) {
                try (Client client = Client.to(listener)) {
                    client.send(trouble + "\r\n");
                    assertEquals("BUG " + seen.poll(10, TimeUnit.SECONDS) + "\r\n", client.rest());
                }
            }
            other.send("still here\r\n");
            assertEquals("still here", other.line());
        }
    }

    @Test
    void a_connection_cut_from_outside_ends_its_session() throws Exception {
        Listener listener = server.listen(loopback("cut"), c -> {
            Thread.startVirtualThread(c::abort);
            try {
                c.in().readLine(10);
            } catch (WireException e) {
                seen.add(e.getClass().getSimpleName());
            }
        });
        try (Client client = Client.to(listener)) {
            assertEquals("Closed", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("", client.rest());
        }
    }

    private String overUnix(Path path, String text) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
            channel.shutdownOutput();
            var buffer = ByteBuffer.allocate(10_000);
            while (channel.read(buffer) >= 0) {
                assertTrue(buffer.hasRemaining());
            }
            return new String(buffer.array(), 0, buffer.position(), ISO_8859_1);
        }
    }

    private static ListenerConfig withPermissions(ListenerConfig config, String permissions) {
        return config.with(config.on().withUnixPermissions(permissions));
    }

    @Test
    void a_unix_socket_serves_and_is_gone_after_the_stop() throws Exception {
        Path path = folder.resolve("lmtp");
        Listener listener =
                server.listen(withPermissions(ListenerConfig.unix("lmtp", path), "rw-rw----"), Servers::echo);
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals("one\r\ntwo\r\n", overUnix(path, "one\r\ntwo\r\n"));
        assertEquals(0, listener.port());
        listener.stop(Duration.ofSeconds(1));
        assertFalse(Files.exists(path));
    }

    @Test
    void a_unix_session_times_out_wakes_and_stops_like_any_other() throws Exception {
        Path path = folder.resolve("lmtp");
        Listener listener = server.listen(ListenerConfig.unix("lmtp", path), c -> {
            c.setTimeout(Duration.ofMillis(50));
            try {
                c.in().readLine(10);
            } catch (WireException.Timeout e) {
                seen.add("timeout");
            }
            Thread.startVirtualThread(c::wake);
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
            seen.add(c.in().await(Duration.ofSeconds(30)).name());
        });
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertEquals("timeout", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("WOKEN", seen.poll(10, TimeUnit.SECONDS));
            listener.stop(Duration.ofSeconds(5));
            assertEquals("SHUTDOWN", seen.poll(10, TimeUnit.SECONDS));
            assertEquals(-1, channel.read(ByteBuffer.allocate(10)));
        }
    }

    @Test
    void a_socket_left_behind_is_replaced_but_a_living_one_and_a_file_are_not() throws Exception {
        Path left = folder.resolve("left");
        ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(left))
                .close();
        assertTrue(Files.exists(left));
        server.listen(ListenerConfig.unix("lmtp", left), Servers::echo);
        assertEquals("x\r\n", overUnix(left, "x\r\n"));

        var inUse = assertThrows(
                ListenException.class, () -> server.listen(ListenerConfig.unix("lmtp", left), Servers::echo));
        assertEquals(
                "lmtp cannot listen on " + left
                        + ": Address already in use; stop the program that listens there, or choose another place",
                inUse.getMessage());
        assertEquals("y\r\n", overUnix(left, "y\r\n"));

        Path file = Files.writeString(folder.resolve("file"), "precious");
        assertThrows(ListenException.class, () -> server.listen(ListenerConfig.unix("lmtp", file), Servers::echo));
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void a_configuration_that_cannot_work_is_refused() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        assertThrows(IllegalArgumentException.class, () -> ListenerConfig.tcp("none"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ListenerConfig.tcp("t", address).withTls(TlsMode.IMPLICIT, null));
        assertThrows(
                IllegalArgumentException.class,
                () -> ListenerConfig.tcp("t", address).withLimits(0, 1));
    }
}
