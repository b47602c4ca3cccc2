package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink;

/**
 * {@code jdbmail serve} as mail.example.org, on the ports that services have, with a certificate of its own; and a server that keeps what is sent to
 * anywhere else. It needs a machine of its own: {@code ./x peers} makes one, where nothing else is to be reached.
 */
final class MailHouse implements AutoCloseable {
    /** The password of every account. */
    static final String PASSWORD = "correct horse";

    private static final int HEAP = 256;
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final int SMTP = 25;
    private static final int LMTP = 24;
    private static final int IMAP = 143;
    private static final int SINK = 2525;
    /** The programs whose ports are below. */
    private static final List<String> USUAL = List.of("imap", "pop3", "lmtp", "sieve", "submission", "smtp", "http");

    private static final int[] PORTS = {LMTP, SMTP, 110, IMAP, 443, 465, 587, 993, 995, 4190};

    private final Path folder;
    private final ServerProcess process;
    private final SmtpSink elsewhere;

    private MailHouse(Path folder, ServerProcess process, SmtpSink elsewhere) {
        this.folder = folder;
        this.process = process;
        this.elsewhere = elsewhere;
    }

    /**
     * Starts it.
     *
     * @param database the lines of the settings that name it
     */
    static MailHouse start(Path folder, String database) throws Exception {
        return start(folder, database, "[SMTPD]\nport = 25\n", USUAL);
    }

    /**
     * Starts it with other programs, of which one takes mail by LMTP and one shows it by IMAP.
     *
     * @param more further lines of the settings, under {@code [SENDING]}, and sections after it
     */
    static MailHouse start(Path folder, String database, String more, String... programs) throws Exception {
        return start(folder, database, more, List.of(programs));
    }

    /**
     * Starts it with a port for SMTP, where this machine is as strange as any other, but may speak for others (XCLIENT).
     *
     * @param more further sections of its settings
     */
    static MailHouse receiving(Path folder, String database, String more) throws Exception {
        return receivingIn(HEAP, folder, database, more);
    }

    /** As {@link #receiving}, with a heap of so many megabytes. */
    static MailHouse receivingIn(int heap, Path folder, String database, String more) throws Exception {
        String reception = "[SMTPD]\nport = 25\nmynetworks = 127.0.0.9\nxclient_networks = 127.0.0.1\n";
        return startIn(heap, folder, database, reception + more, USUAL);
    }

    private static MailHouse start(Path folder, String database, String more, List<String> programs) throws Exception {
        return startIn(HEAP, folder, database, more, programs);
    }

    private static MailHouse startIn(int heap, Path folder, String database, String more, List<String> programs)
            throws Exception {
        requireLoneliness();
        Files.createDirectories(folder);
        Path config = folder.resolve("dbmail.conf");
        ran(
                "tls",
                "self-signed",
                "--cert",
                folder + "/tls.crt",
                "--key",
                folder + "/tls.key",
                "mail.example.org",
                "autoconfig.example.org",
                "localhost");
        Files.writeString(config, """
                [DBMAIL]
                %2$s
                hostname = mail.example.org
                bindip = 127.0.0.1
                tls_cert = %1$s/tls.crt
                tls_key = %1$s/tls.key
                [IMAP]
                tls_port = 993
                [POP]
                tls_port = 995
                [SUBMISSION]
                port = 587
                tls_port = 465
                [HTTP]
                tls_port = 443
                mail_host = mail.example.org
                [SENDING]
                direct = yes
                relayhost = [127.0.0.1]:%3$d
                %4$s
                """.formatted(folder, database, SINK, more));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        ran("db", "upgrade", "-f", config.toString());
        SmtpSink elsewhere = SmtpSink.at(InetAddress.getLoopbackAddress(), SINK, "8BITMIME", "SMTPUTF8");
        ServerProcess process = ServerProcess.startIn(
                heap,
                folder.resolve("jdbmail.log"),
                Stream.concat(Stream.of("serve", "-f", config.toString()), programs.stream())
                        .toList());
        MailHouse house = new MailHouse(folder, process, elsewhere);
        try {
            for (int port : programs.containsAll(USUAL) ? PORTS : new int[] {LMTP, IMAP}) {
                Eventually.isTrue(START, "port " + port, () -> house.listens(port));
            }
        } catch (AssertionError e) {
            house.close();
            throw new AssertionError(house.log(), e);
        }
        return house;
    }

    /** Fails the test where programs could reach another machine, or would meet servers that are there already. */
    private static void requireLoneliness() throws IOException {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (!network.isLoopback() && network.isUp()) {
                throw new AssertionError("there is a network, " + network.getName() + ": run this by ./x peers");
            }
        }
        InetAddress.getByName("mail.example.org");
    }

    private static String ran(String... words) {
        Programs.Ran ran = Programs.jdbmail(words);
        if (ran.status() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + ran.out() + ran.err());
        }
        return ran.out();
    }

    private boolean listens(int port) {
        if (!process.process().isAlive()) {
            throw new AssertionError("the server ended:\n" + log());
        }
        try (LineClient client = LineClient.connect(port)) {
            client.timeout(START);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes an account, and returns its name. */
    String account(String name) {
        run("dbmail-users", "-a", name, "-w", PASSWORD);
        return name;
    }

    /** Runs a program of ours with these settings. */
    String run(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-f";
        all[words.length + 1] = config().toString();
        return ran(all);
    }

    /** Delivers a message, whose lines may end in any way. */
    void deliver(String from, String to, String message) throws IOException {
        try (LineClient client = LineClient.connect(LMTP)) {
            client.readUntil("220 ");
            for (String command : List.of("LHLO test", "MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">")) {
                client.send(command);
                client.readUntil("250 ");
            }
            client.send("DATA");
            client.readUntil("354");
            for (String line : message.split("\r?\n", -1)) {
                client.send((line.startsWith(".") ? "." + line : line).getBytes(UTF_8));
                client.send("");
            }
            client.send(".");
            client.readUntil("250 ");
        }
    }

    /** Hands a message in by SMTP from another machine, and returns the reply to it, or to what was refused before it. */
    String hand(String from, String to, String message) throws IOException {
        try (LineClient client = LineClient.connect(SMTP).timeout(START)) {
            client.readUntil("220 ");
            client.send("XCLIENT ADDR=192.0.2.7");
            client.readUntil("220 ");
            client.send("EHLO mx.example.net");
            client.readUntil("250 ");
            for (String command : List.of("MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA")) {
                client.send(command);
                String said = client.readLine();
                if (!said.startsWith("250 ") && !said.startsWith("354 ")) {
                    return said;
                }
            }
            client.send((message.replace("\r\n.", "\r\n..") + ".").getBytes(UTF_8));
            client.send("");
            return client.readLine();
        }
    }

    /** A look at an account over IMAP. */
    Look look(String account) throws IOException {
        return Look.at(IMAP, account, PASSWORD);
    }

    /** As {@link #look(String)}, of one that has another password. */
    Look look(String account, String password) throws IOException {
        return Look.at(IMAP, account, password);
    }

    /** What was sent to other places. */
    SmtpSink elsewhere() {
        return elsewhere;
    }

    Path config() {
        return folder.resolve("dbmail.conf");
    }

    /** The certificate of its own, in PEM. */
    Path certificate() {
        return folder.resolve("tls.crt");
    }

    /** What it printed and logged. */
    String log() {
        return process.output();
    }

    /** The lines of its log that are warnings or errors, but for those of the start. */
    List<String> complaints() {
        return log().lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filter(line -> !line.contains("LimitNOFILE"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.process().destroy();
        try {
            process.exitStatus(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
            elsewhere.close();
        }
    }
}
