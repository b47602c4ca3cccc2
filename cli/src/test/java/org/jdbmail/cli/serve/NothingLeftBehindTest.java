package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of every front say what they should not, or half of what they should, in every state, and go away in every way: no thread of theirs stays
 * behind, nor any that was begun for them, and no message is harmed.
 */
@Tag("full")
class NothingLeftBehindTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Virtual threads that the servers themselves may have. */
    private static final int SERVING = 3;

    private static final String IMAP_LOGIN = "l LOGIN alice secret\r\n";
    private static final String IMAP_SELECT = IMAP_LOGIN + "s SELECT INBOX\r\n";
    private static final String POP_LOGIN = "USER alice\r\nPASS secret\r\n";
    private static final String SIEVE_LOGIN = "AUTHENTICATE \"PLAIN\" \"AGFsaWNlAHNlY3JldA==\"\r\n";
    private static final String LMTP_MAIL = "LHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<alice>\r\n";

    /** A handshake that never goes on. */
    private static final String HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003";

    private static final String NOISE = "\0\u00ff\r\n\r\r\n{9}\r\n\u001b[2J%s%n(((\"\\\r\n";

    private static final Map<Service, List<String>> SAYINGS = sayings();

    private static Map<Service, List<String>> sayings() {
        Map<Service, List<String>> all = new EnumMap<>(Service.class);
        all.put(
                Service.IMAP,
                List.of(
                        "a LOGIN {999999999+}\r\n",
                        "a LOGIN {5}\r\nal",
                        "a AUTHENTICATE CRAM-MD5\r\n",
                        "a STARTTLS\r\nb NOOP\r\n",
                        "x".repeat(2_000_000),
                        IMAP_LOGIN + "a APPEND INBOX {100000}\r\n" + "y".repeat(50_000),
                        IMAP_LOGIN + "a NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))\r\n",
                        IMAP_LOGIN + "a NOTIFY SET (personal (MessageNew MessageExpunge))\r\nb IDLE\r\n",
                        IMAP_LOGIN + "a COMPRESS DEFLATE\r\n" + NOISE.repeat(100),
                        IMAP_SELECT + "a IDLE\r\n",
                        IMAP_SELECT + "a IDLE\r\nnot done\r\n" + NOISE,
                        IMAP_SELECT + "a FETCH 1 BODY.PEEK[]\r\n".repeat(8),
                        IMAP_SELECT + "a UID SEARCH RETURN (UPDATE) TEXT nowhere\r\n".repeat(20),
                        IMAP_SELECT + "a SEARCH " + "(".repeat(5_000) + "\r\n",
                        IMAP_SELECT + "a THREAD REFERENCES UTF-8 ALL\r\n" + NOISE.repeat(50)));
        all.put(
                Service.POP3,
                List.of(
                        "AUTH CRAM-MD5\r\n",
                        "STLS\r\nUSER alice\r\n",
                        "USER alice\r\n" + NOISE.repeat(50),
                        "x".repeat(200_000),
                        POP_LOGIN + "RETR 1\r\n".repeat(8),
                        POP_LOGIN + "DELE 1\r\n"));
        all.put(
                Service.SIEVE,
                List.of(
                        "AUTHENTICATE \"CRAM-MD5\"\r\n",
                        "STARTTLS\r\nNOOP\r\n",
                        "x".repeat(200_000),
                        SIEVE_LOGIN + "PUTSCRIPT \"a\" {100000+}\r\nkeep;",
                        SIEVE_LOGIN + "PUTSCRIPT \"a\" {10000000+}\r\nkeep;",
                        SIEVE_LOGIN + NOISE.repeat(50)));
        all.put(
                Service.LMTP,
                List.of(
                        "LHLO x\r\nSTARTTLS\r\nNOOP\r\n",
                        "x".repeat(200_000),
                        NOISE.repeat(50),
                        LMTP_MAIL + "DATA\r\nSubject: half\r\n\r\nof a message",
                        LMTP_MAIL + "BDAT 100000 LAST\r\nSubject: half"));
        all.put(
                Service.AUTH,
                List.of(
                        "VERSION\t1\t1\nCPID\t12\nAUTH\t1\tCRAM-MD5\tservice=smtp\n",
                        "VERSION\t9\t1\n",
                        "x".repeat(200_000),
                        NOISE.repeat(50)));
        return all;
    }

    private static final Pattern VIRTUAL = Pattern.compile("^#\\d+ \"(.*)\" virtual", Pattern.MULTILINE);

    /** How a client goes away. */
    private enum Leaving {
        /** With what it has not read. */
        RESET,
        /** At once. */
        CLOSE,
        /** It says that it has no more to say, and hears the rest. */
        HALF
    }

    @TempDir
    private Path folder;

    private int dumps;

    /** The names of virtual threads. */
    private List<String> threads() throws IOException {
        Path file = folder.resolve("threads" + ++dumps);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        List<String> names = new ArrayList<>();
        Matcher matcher = VIRTUAL.matcher(Files.readString(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        Files.delete(file);
        return names;
    }

    private static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    @Test
    void whoeverGoesAwayTakesItsThreadsAlong() throws Exception {
        try (Store store = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db")).open()) {
            Fixture.account(store, "alice");
            Fixture.deliver(
                    store, "alice", "INBOX", Instant.now(), "Subject: large\n\n" + "0123456789\n".repeat(100_000));
        }
        new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"))
                .execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = '' WHERE userid = 'alice'");
        List<String> before = threads();
        try (Servers servers = serve()) {
            int imap = port(servers, Service.IMAP);
            try (LineClient one = LineClient.connect(imap)) {
                one.readUntil("* OK");
                assertTrue(threads().stream().anyMatch(name -> name.startsWith("imap-")), "sessions can be seen");
                one.send("a LOGOUT");
                one.readUntil("a OK");
            }
            everybodyComesAndGoes(servers, Leaving.values());
            awaitNobody(before);
            int platform = platformThreads();
            everybodyComesAndGoes(servers, Leaving.RESET);
            awaitNobody(before);
            // Pools grow and shrink by one or two.
            Eventually.isTrue(PATIENCE, "no more threads than before", () -> platformThreads() <= platform + 2);
            assertUnharmed(imap);
        }
    }

    private Servers serve() throws Exception {
        Certificate certificate = Certificate.selfSigned(Instant.now());
        Files.writeString(folder.resolve("cert.pem"), certificate.certificate());
        Files.writeString(folder.resolve("key.pem"), certificate.key());
        Path conf = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = sqlite://%1$s/mail.db
                bindip = 127.0.0.1
                tls_cert = %1$s/cert.pem
                tls_key = %1$s/key.pem
                sasl_mechanisms = PLAIN CRAM-MD5
                [IMAP]
                port = %2$d
                tls_port = %3$d
                [POP]
                port = %4$d
                [SIEVE]
                port = %5$d
                [LMTP]
                port = %6$d
                [AUTH]
                port = %7$d
                """.formatted(
                        folder,
                        FreePort.next(),
                        FreePort.next(),
                        FreePort.next(),
                        FreePort.next(),
                        FreePort.next(),
                        FreePort.next()));
        Opening opening = new Opening(Optional.empty());
        Settings read = opening.settings(Optional.of(conf), Optional.empty());
        return Servers.start(
                read, opening.store(read), SAYINGS.keySet(), (service, network) -> network, WebServing.Wish.NONE);
    }

    private static int port(Servers servers, Service service) {
        return servers.open().stream()
                .filter(open -> open.service() == service)
                .findFirst()
                .orElseThrow()
                .listener()
                .port();
    }

    private static void everybodyComesAndGoes(Servers servers, Leaving... ways) throws IOException {
        for (Servers.Open open : servers.open()) {
            for (Leaving leaving : ways) {
                visit(open, "", leaving);
                visit(open, HELLO, leaving);
                for (String saying : SAYINGS.getOrDefault(open.service(), List.of())) {
                    visit(open, saying, leaving);
                }
            }
        }
    }

    private static void visit(Servers.Open open, String saying, Leaving leaving) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), open.listener().port())) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            try {
                socket.getOutputStream().write(saying.getBytes(ISO_8859_1));
                switch (leaving) {
                    case RESET -> socket.setSoLinger(true, 0);
                    case CLOSE -> socket.getOutputStream().flush();
                    case HALF -> {
                        socket.shutdownOutput();
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                }
            } catch (SocketException e) {
                // The server has had enough of it, which is as good.
                assertTrue(saying.length() > 0, e.toString());
            }
        }
    }

    private void awaitNobody(List<String> before) throws Exception {
        List<String> left = new ArrayList<>();
        try {
            Eventually.isTrue(PATIENCE, "", () -> {
                left.clear();
                left.addAll(threads());
                return left.stream().noneMatch(NothingLeftBehindTest::isOfASession)
                        && left.size() <= before.size() + SERVING;
            });
        } catch (AssertionError e) {
            throw new AssertionError("left behind: " + left + "; before: " + before, e);
        }
    }

    private static boolean isOfASession(String name) {
        return Set.of(Service.values()).stream().anyMatch(service -> name.matches(service.word() + "s?-\\d+"));
    }

    private static void assertUnharmed(int imap) throws IOException {
        try (LineClient client = LineClient.connect(imap)) {
            client.readUntil("* OK");
            client.send("a LOGIN alice secret");
            client.readUntil("a OK");
            client.send("b STATUS INBOX (MESSAGES)");
            assertEquals("* STATUS \"INBOX\" (MESSAGES 1)", client.readLine());
        }
    }
}
