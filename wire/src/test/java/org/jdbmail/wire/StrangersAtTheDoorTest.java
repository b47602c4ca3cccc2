package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.limit.Strangers;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections may do before they log in, and how much all of them may hold. */
class StrangersAtTheDoorTest extends EachTransport {
    private static final long OCTETS = 1 << 20;

    private final Budget budget = new Budget(OCTETS);
    private final WireServer server =
            new WireServer(new WireLimits(budget, new Strangers(20, 10), new Semaphore(1)), thrown -> {});

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    /** Welcomes who says "login"; echoes lines. */
    private static final class Door implements SessionHandler {
        @Override
        public void run(Connection c) throws WireException {
            c.out().writeAscii("hello\r\n");
            while (true) {
                String line = new String(c.in().readLine(1 << 20), US_ASCII);
                boolean full = line.equals("login") && !c.authenticated();
                c.out().writeAscii(full ? "full\r\n" : line.length() + "\r\n");
            }
        }

        @Override
        public byte[] tooManyConnections() {
            return "busy\r\n".getBytes(US_ASCII);
        }
    }

    @Test
    void silent_connections_make_room_for_those_that_log_in() throws Exception {
        Listener listener = server.listen(loopback("login").withLogin(), new Door());
        List<Client> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Client client = Client.to(listener);
            assertEquals("hello", client.line());
            slow.add(client);
        }
        try (Client good = Client.to(listener)) {
            assertEquals("hello", good.line());
            good.send("login\r\n");
            assertEquals("5", good.line());
            for (int i = 0; i < 40; i++) {
                slow.add(Client.to(listener));
            }
            good.send("still here\r\n");
            assertEquals("10", good.line());
        }
        for (Client client : slow) {
            client.close();
        }
        assertTrue(Servers.eventually(() -> server.limits().strangers().count() == 0));
        assertTrue(server.limits().strangers().dismissed() >= 30);
    }

    @Test
    void sessions_that_have_logged_in_have_limits_of_their_own() throws Exception {
        Listener listener = server.listen(loopback("login").withLogin().withLimits(10, 1), new Door());
        try (Client one = Client.to(listener);
                Client two = Client.to(listener)) {
            one.send("login\r\n");
            two.line();
            assertEquals("hello", one.line());
            assertEquals("5", one.line());
            two.send("login\r\n");
            assertEquals("full", two.line());
        }
        assertTrue(Servers.eventually(() -> listener.connections() == 0));
        try (Client again = Client.to(listener)) {
            again.send("login\r\n");
            again.line();
            assertEquals("5", again.line());
        }
    }

    @Test
    void what_is_sent_before_login_and_not_used_is_not_taken_in() throws Exception {
        var end = new CountDownLatch(1);
        var opened = new CountDownLatch(10);
        Listener listener = server.listen(loopback("login").withLogin(), c -> {
            opened.countDown();
            awaitQuietly(end);
        });
        List<Client> clients = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Client client = Client.to(listener);
            clients.add(client);
            senders.add(Thread.startVirtualThread(() -> sendMuch(client)));
        }
        assertTrue(opened.await(20, TimeUnit.SECONDS));
        // Ten megabytes are on their way: what is taken in of them stays a few kilobytes each.
        assertTrue(Servers.eventually(() -> platformThreads > 0 || budget.used() >= 10 * 4096));
        assertTrue(budget.used() <= 10 * 2 * Arrivals.HIGH_FOR_STRANGERS, "held: " + budget.used());
        end.countDown();
        for (Client client : clients) {
            client.close();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertTrue(Servers.eventually(() -> budget.used() == 0), "held: " + budget.used());
    }

    private static void sendMuch(Client client) {
        try {
            client.out().write(new byte[1 << 20]);
        } catch (IOException e) {
            // The test is over, and so is the connection.
            assertTrue(e instanceof SocketException);
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void unfinished_lines_cannot_take_more_than_there_is() throws Exception {
        Listener listener = server.listen(loopback("login").withLogin(), new Door());
        List<Client> greedy = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Client client = Client.to(listener);
            client.send("login\r\n");
            assertEquals("hello", client.line());
            assertEquals("5", client.line());
            greedy.add(client);
        }
        for (Client client : greedy) {
            sendMuchOrBeCut(client);
        }
        assertTrue(budget.used() <= 2 * OCTETS, "held: " + budget.used());
        try (Client modest = Client.to(listener)) {
            assertEquals("hello", modest.line());
            modest.send("x".repeat(8_000) + "\r\n");
            assertEquals("8000", modest.line());
        }
        for (Client client : greedy) {
            client.close();
        }
        assertTrue(Servers.eventually(() -> budget.used() == 0), "held: " + budget.used());
    }

    private static void sendMuchOrBeCut(Client client) {
        try {
            client.out().write("y".repeat(512 * 1024).getBytes(US_ASCII));
            client.out().flush();
        } catch (IOException e) {
            assertTrue(e instanceof SocketException);
        }
    }

    @Test
    void a_session_that_works_for_long_sees_that_its_peer_has_gone() throws Exception {
        var saw = new AtomicBoolean();
        Listener listener = server.listen(loopback("long"), c -> {
            c.in().readLine(10);
            while (!c.isGone()) {
                Thread.onSpinWait();
            }
            saw.set(true);
        });
        try (Client client = Client.to(listener)) {
            // So much that reading has stopped before the end comes.
            client.send("go\r\n" + "z".repeat(Arrivals.HIGH + 10_000));
        }
        assertTrue(Servers.eventually(saw::get));
    }

    @Test
    void a_session_that_works_for_long_sees_that_its_peer_is_there() throws Exception {
        Listener listener = server.listen(loopback("long"), c -> {
            c.in().readLine(10);
            c.out().writeAscii(c.isGone() + "\r\n");
        });
        try (Client client = Client.to(listener)) {
            client.send("go\r\n");
            assertEquals("false", client.line());
        }
    }
}
