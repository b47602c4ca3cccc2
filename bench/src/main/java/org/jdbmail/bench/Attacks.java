package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * {@code ./x bench attacks [CONNECTIONS [WORD]]}: attacks a server, and prints what a client that behaves felt meanwhile: a session that
 * was there before, which says NOOP, logins that come from another address, and greetings of the other fronts. 5,000 connections
 * take as many file descriptors here, and as many there. With a word only those attacks are made whose name has it.
 */
public final class Attacks {
    private static final int MEMORY_OCTETS = 300_000;

    /** A ClientHello of TLS of which the most is still to come. */
    private static final String HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003";

    /** Accounts whose sessions compute; the mail that is hard to search lies in their mailboxes. */
    private static final int COMPUTING = 5;

    /** Mailboxes with long names that each of them has. */
    private static final int MAILBOXES = 220;

    /**
     * How hard it is attacked.
     *
     * @param connections that are slow, at once
     * @param pouring connections that send 300 KB each before they log in
     * @param sessions that compute, or do not read what they asked for
     * @param octets size of the message that is searched
     * @param time how long each attack is watched
     */
    record Scale(int connections, int pouring, int sessions, int octets, Duration time) {
        /** As hard as one machine can. */
        static Scale hard(int connections) {
            return new Scale(connections, 1_800, 20, 8_500_000, Duration.ofSeconds(15));
        }

        /** Enough to show that it is stood. */
        static final Scale SHORT = new Scale(300, 600, 8, 2_000_000, Duration.ofSeconds(2));
    }

    private final Contestant.Ports ports;
    private final Scale scale;
    private final String word;
    private final PrintStream out;
    private final List<Felt> felt = new ArrayList<>();

    private Attacks(Contestant.Ports ports, Scale scale, String word, PrintStream out) {
        this.ports = ports;
        this.scale = scale;
        this.word = word;
        this.out = out;
    }

    /**
     * What a client felt during an attack.
     *
     * @param attack what was done
     * @param noop of the session that was there
     * @param login of sessions that came
     * @param greeting of POP3 and LMTP
     * @param failures how many of all these failed
     */
    record Felt(String attack, Waits noop, Waits login, Waits greeting, int failures) {}

    /** What one attack does, given the means. */
    private interface Attack {
        void begin(Attacker attacker) throws IOException;
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
            run(server.ports(), Scale.hard(connections), arguments.length > 1 ? arguments[1] : "", out);
            boolean alive = server.processes().allMatch(ProcessHandle::isAlive);
            out.println(alive ? "The server is alive." : "THE SERVER HAS DIED.");
        }
    }

    /**
     * Fills mailboxes of a server that is empty, and attacks it in every way.
     *
     * @param word only if its name has this
     */
    static List<Felt> run(Contestant.Ports ports, Scale scale, String word, PrintStream out)
            throws IOException, InterruptedException {
        Attacks attacks = new Attacks(ports, scale, word, out);
        attacks.fill();
        attacks.all();
        return attacks.felt;
    }

    private void fill() throws IOException, InterruptedException {
        LmtpLoad.first(ports.lmtp());
        LmtpLoad.fill(ports.lmtp(), Accounts.BIG, 200);
        try (LmtpLoad.Session session = new LmtpLoad.Session(ports.lmtp())) {
            for (byte[] message : List.of(LmtpLoad.Session.ended(text()), LmtpLoad.Session.ended(parts()))) {
                for (int i = 1; i <= COMPUTING; i++) {
                    session.deliver(Accounts.name(i), message);
                }
            }
        }
        for (int i = 1; i <= COMPUTING; i++) {
            try (RawImap session = new RawImap(ports.imap(), Accounts.name(i))) {
                for (int n = 0; n < MAILBOXES; n++) {
                    session.command("CREATE " + "a".repeat(100) + n + "/" + "a".repeat(80));
                }
            }
        }
    }

    /** A message of text without end. */
    private byte[] text() {
        String line = "What you look for is not here, but there is much of it, and all has to be looked at.\r\n";
        return ("Subject: long\r\n\r\n" + line.repeat(scale.octets() / line.length())).getBytes(US_ASCII);
    }

    /** A message of 20,000 parts in which there is nothing. */
    private static byte[] parts() {
        return ("Subject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\n\r\n".repeat(20_000) + "--b--\r\n")
                .getBytes(US_ASCII);
    }

    private void all() throws IOException, InterruptedException {
        int many = scale.connections();
        out.printf(
                Locale.ROOT,
                "%-42s %22s %22s %22s %7s%n",
                "attack",
                "NOOP ms 50 99 max",
                "login ms 50 99 max",
                "greeting ms 50 99 max",
                "failed");
        attack("none", attacker -> {});
        attack(scale.pouring() + " times LOGIN and 300 KB", attacker -> {
            for (int i = 0; i < scale.pouring(); i++) {
                attacker.say(ports.imap(), "a LOGIN nobody x\r\n");
                attacker.pour(MEMORY_OCTETS);
            }
        });
        attack(many + " slow IMAP: greeted", attacker -> attacker.hold(many, ports.imap(), ""));
        attack(
                many + " slow IMAP: a literal's beginning",
                attacker -> attacker.hold(many, ports.imap(), "a LOGIN {5}\r\nab"));
        attack(many + " slow IMAP: half a line", attacker -> attacker.hold(many, ports.imap(), "half a line"));
        attack(many + " slow POP3: USER", attacker -> attacker.hold(many, ports.pop3(), "USER nobody\r\n"));
        attack(
                many + " slow LMTP: MAIL",
                attacker -> attacker.hold(many, ports.lmtp(), "LHLO slow\r\nMAIL FROM:<>\r\n"));
        attack(many + " slow IMAPS: half a ClientHello", attacker -> attacker.hold(many, Jdbmail.imaps(ports), HELLO));
        attack(many + " slow IMAP: logged in", attacker -> {
            for (int i = 0; i < many; i++) {
                attacker.login(Accounts.name(1 + i % (Accounts.SPREAD - 1)), "b SELECT INBOX\r\nc IDLE\r\n");
            }
        });
        String fetches = "c SELECT INBOX\r\n" + "d FETCH 1:* BODY[]\r\n".repeat(20);
        attack("50 sessions FETCH and do not read", attacker -> {
            for (int i = 0; i < 50; i++) {
                attacker.login(Accounts.BIG, fetches);
            }
        });
        for (int terms : new int[] {60, 300}) {
            computing("SEARCH " + terms + " terms", "SEARCH " + terms(terms, i -> "NOT BODY nowhere" + i));
        }
        computing("SEARCH TEXT in 20,000 parts", "SEARCH TEXT nowhere");
        computing("LIST long patterns", "LIST \"\" \"" + "%a*".repeat(330) + "\"");
        attack("100 sessions with wrong passwords", attacker -> {
            for (int i = 0; i < 100; i++) {
                attacker.say(ports.imap(), ("a LOGIN " + Accounts.name(1) + " wrong\r\n").repeat(10));
            }
        });
    }

    /** Sessions of some accounts each have one command carried out, over and over. */
    private void computing(String name, String command) throws IOException, InterruptedException {
        String commands = "c SELECT INBOX\r\n" + ("d " + command + "\r\n").repeat(3);
        attack(scale.sessions() + " sessions " + name, attacker -> {
            for (int i = 0; i < scale.sessions(); i++) {
                attacker.login(Accounts.name(1 + i % COMPUTING), commands);
            }
        });
    }

    private static String terms(int count, IntFunction<String> term) {
        return IntStream.range(0, count).mapToObj(term).collect(Collectors.joining(" "));
    }

    private void attack(String name, Attack attack) throws IOException, InterruptedException {
        if (!name.contains(word)) {
            return;
        }
        try (Attacker attacker = new Attacker(ports);
                Bystander bystander = new Bystander(ports)) {
            Thread attacking = Thread.ofPlatform().start(() -> {
                try {
                    attack.begin(attacker);
                } catch (IOException e) {
                    out.println("  (" + name + " was cut short: " + e + ")");
                }
            });
            bystander.watch(scale.time());
            attacking.join(Duration.ofMinutes(2));
            Felt one = bystander.felt(name);
            out.printf(
                    Locale.ROOT,
                    "%-42s %22s %22s %22s %7d%n",
                    name,
                    one.noop(),
                    one.login(),
                    one.greeting(),
                    one.failures());
            felt.add(one);
        }
        // What was cut off is to be over before the next begins.
        LockSupport.parkNanos(scale.time().toNanos() / 5);
    }
}
