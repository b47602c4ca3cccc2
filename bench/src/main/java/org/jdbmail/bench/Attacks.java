package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * Attacks a server, and prints what a client that behaves felt meanwhile: the longest NOOP of a session that was there before, the
 * longest login of one that comes, and how often either failed. Run by
 * {@code java -Djdbmail.root=. -cp 'bench/target/lib/*' org.jdbmail.bench.Attacks [CONNECTIONS]} after {@code ./x bench --help}
 * has built it; 5,000 connections take as many file descriptors here, and as many there.
 */
public final class Attacks implements AutoCloseable {
    private static final int MEMORY_CONNECTIONS = 1_800;
    private static final int MEMORY_OCTETS = 300_000;
    private static final int WRONG_PASSWORDS = 100;
    private static final Duration EACH = Duration.ofSeconds(15);

    private final Contestant.Ports ports;
    private final PrintStream out;
    private final List<Socket> open = new ArrayList<>();

    private Attacks(Contestant.Ports ports, PrintStream out) {
        this.ports = ports;
        this.out = out;
    }

    /** What is done to the server; the connections stay open until the watch is over. */
    private interface Attack {
        void begin() throws IOException, InterruptedException;
    }

    /** Starts a server on SQLite and attacks it. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
        Path root = Path.of(System.getProperty("jdbmail.root", "")).toAbsolutePath();
        Path folder = Files.createTempDirectory("jdbmail-attacks");
        try (TestDatabase database = TestDatabases.create("sqlite");
                Jdbmail server = Jdbmail.start("SQLite", root, folder, database)) {
            out.println("The server's files are in " + folder);
            LmtpLoad.first(server.ports().lmtp());
            LmtpLoad.fill(server.ports().lmtp(), Accounts.BIG, 200);
            run(server.ports(), connections, out);
            boolean alive = server.processes().allMatch(ProcessHandle::isAlive);
            out.println(alive ? "The server is alive." : "THE SERVER HAS DIED.");
        }
    }

    /** Attacks what listens there. */
    static void run(Contestant.Ports ports, int connections, PrintStream out) throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "%-50s %12s %12s %8s%n", "attack", "NOOP ms max", "login ms max", "failed");
        attack(ports, out, "none", attacks -> {});
        attack(ports, out, MEMORY_CONNECTIONS + " times LOGIN and 300 KB", attacks -> {
            for (int i = 0; i < MEMORY_CONNECTIONS; i++) {
                attacks.say(ports.imap(), "a LOGIN nobody x\r\n");
                attacks.pour();
            }
        });
        for (String state : List.of("", "a LOGIN \"\" {5}\r\n", "half a line")) {
            String what = state.isEmpty() ? "greeted" : state.strip();
            attack(
                    ports,
                    out,
                    connections + " slow IMAP sessions: " + what,
                    attacks -> attacks.hold(connections, ports.imap(), state));
        }
        attack(
                ports,
                out,
                connections + " slow POP3 sessions",
                attacks -> attacks.hold(connections, ports.pop3(), "USER nobody\r\n"));
        attack(
                ports,
                out,
                connections + " slow LMTP sessions",
                attacks -> attacks.hold(connections, ports.lmtp(), "LHLO slow\r\nMAIL FROM:<>\r\n"));
        attack(ports, out, "50 sessions FETCH and do not read", attacks -> {
            for (int i = 0; i < 50; i++) {
                attacks.login(i, "c SELECT INBOX\r\nd FETCH 1:* BODY[]\r\n".repeat(20));
            }
        });
        for (int terms : new int[] {60, 300}) {
            attack(ports, out, "20 sessions SEARCH " + terms + " terms", attacks -> {
                for (int i = 0; i < 20; i++) {
                    attacks.login(i, "c SELECT INBOX\r\n" + "d SEARCH " + terms(terms) + "\r\n".repeat(3));
                }
            });
        }
        attack(ports, out, WRONG_PASSWORDS + " sessions with wrong passwords", attacks -> {
            for (int i = 0; i < WRONG_PASSWORDS; i++) {
                attacks.say(ports.imap(), ("a LOGIN " + Accounts.name(1) + " wrong\r\n").repeat(10));
            }
        });
    }

    private static String terms(int count) {
        StringBuilder terms = new StringBuilder();
        for (int i = 0; i < count; i++) {
            terms.append("NOT BODY nowhere").append(i).append(' ');
        }
        return terms.toString().strip();
    }

    /** What one attack does, given the means. */
    private interface Means {
        void use(Attacks attacks) throws IOException, InterruptedException;
    }

    private static void attack(Contestant.Ports ports, PrintStream out, String name, Means means)
            throws IOException, InterruptedException {
        try (Attacks attacks = new Attacks(ports, out);
                Bystander bystander = new Bystander(ports)) {
            attacks.watch(name, bystander, () -> means.use(attacks));
        }
        // What was cut off is to be over before the next begins.
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
    }

    private void watch(String name, Bystander bystander, Attack attack) throws InterruptedException {
        Thread attacker = Thread.ofPlatform().start(() -> {
            try {
                attack.begin();
            } catch (IOException e) {
                out.println("  (" + name + " was cut short: " + e + ")");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        bystander.watch(EACH);
        attacker.join(Duration.ofMinutes(2));
        out.printf(
                Locale.ROOT,
                "%-50s %12.0f %12.0f %8d%n",
                name,
                bystander.longestNoop() / 1e6,
                bystander.longestLogin() / 1e6,
                bystander.failures());
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    /** Opens a connection and says something; whether that is heard is the server's business. */
    private void say(int port, String text) throws IOException {
        Socket socket = connect(port);
        try {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
        } catch (IOException e) {
            socket.close();
        }
    }

    /** Pours bytes into the newest connection, on a thread of its own: the server may not take them. */
    private void pour() {
        Socket socket = open.getLast();
        Thread.startVirtualThread(() -> {
            try {
                socket.getOutputStream().write(new byte[MEMORY_OCTETS]);
            } catch (IOException e) {
                closeQuietly(socket);
            }
        });
    }

    private void hold(int connections, int port, String text) throws IOException {
        for (int i = 0; i < connections; i++) {
            say(port, text);
        }
    }

    private void login(int number, String then) throws IOException {
        say(ports.imap(), "a LOGIN " + Accounts.name(1 + number) + " " + Accounts.PASSWORD + "\r\n" + then);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException lost) {
            // Nothing is lost: it was to be closed.
        }
    }

    @Override
    public void close() {
        open.forEach(Attacks::closeQuietly);
    }
}
