package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.testkit.mail.MailGenerator;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.TrustAll;

/**
 * The visits of a mixed load. Each is a session from its beginning to its end, which is sometimes a connection that is cut off. What mailboxes hold stays within
 * bounds: who works in one now and then takes everything out. Any number of threads may make visits at the same time.
 */
final class SoakVisits {
    static final int ACCOUNTS = 12;

    /** What an administrator has taken away, in this order. */
    static final List<Check> UPKEEP =
            List.of(Check.EXPUNGED, Check.BURIED, Check.MESSAGES, Check.HEADER_VALUES, Check.BLOBS);

    private static final int MESSAGES = 100;
    private static final int LARGEST = 200_000;
    private static final int PATIENCE_MS = 30_000;
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MS);

    /** Somebody else has expunged it, and upkeep has taken it away. */
    private static final String GONE = "-ERR the message is gone";

    private final Contestant.Ports ports;
    private final int base;
    private final HttpClient http;
    private final List<byte[]> mail = new ArrayList<>();
    private final List<byte[]> stuffed = new ArrayList<>();

    SoakVisits(Contestant.Ports ports, HttpClient http, long seed) {
        this.ports = ports;
        this.base = ports.imap() - 143;
        this.http = http;
        MailGenerator generator = new MailGenerator(seed, LARGEST);
        for (int i = 0; i < MESSAGES; i++) {
            String text = generator.next().text();
            mail.add(text.getBytes(ISO_8859_1));
            stuffed.add(LmtpLoad.Session.ended(text.replace("\r\n.", "\r\n..").getBytes(ISO_8859_1)));
        }
    }

    static String address(int account) {
        return "soak" + account + "@soak.example";
    }

    private static String user(RandomGenerator random) {
        return Accounts.name(1 + random.nextInt(ACCOUNTS));
    }

    private <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    /** Mail that comes; now and then a sender vanishes in the midst of a message. */
    void deliver(RandomGenerator random) throws IOException {
        if (random.nextInt(10) == 0) {
            try (LineClient client = connect(ports.lmtp(), false)) {
                client.readLine();
                client.send("LHLO soak\r\nMAIL FROM:<>\r\nRCPT TO:<" + user(random) + ">\r\nDATA");
                client.readUntil("354");
                client.send(any(mail, random));
            }
            return;
        }
        try (LmtpLoad.Session session = new LmtpLoad.Session(ports.lmtp())) {
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                session.deliver(user(random), any(stuffed, random));
            }
        }
    }

    private static Socket socket(int port, boolean isTls) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
        return isTls ? TrustAll.context().getSocketFactory().createSocket(plain, "localhost", port, true) : plain;
    }

    private static LineClient connect(int port, boolean isTls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return (isTls ? LineClient.connectTls(address) : LineClient.connect(address)).timeout(PATIENCE);
    }

    /** Somebody who does all kinds of things with his mail. */
    void work(RandomGenerator random) throws IOException {
        boolean isTls = random.nextBoolean();
        try (RawImap imap = new RawImap(socket(isTls ? base + 993 : ports.imap(), isTls), user(random))) {
            imap.command("SELECT INBOX");
            for (int i = random.nextInt(8); i >= 0; i--) {
                try {
                    step(imap, random);
                } catch (IOException refused) {
                    // RFC 5530 §3: others expunge here, too.
                    if (!String.valueOf(refused.getMessage()).contains("[EXPUNGEISSUED]")) {
                        throw refused;
                    }
                }
            }
            if (random.nextInt(3) == 0) {
                imap.command("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
                imap.command("EXPUNGE");
            }
            if (random.nextBoolean()) {
                imap.command("LOGOUT");
            }
        }
    }

    private void step(RawImap imap, RandomGenerator random) throws IOException {
        switch (random.nextInt(14)) {
            case 0 -> imap.append("INBOX", any(mail, random));
            case 1 -> imap.command("UID FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE)");
            case 2 -> imap.command("UID FETCH 1:* (BODY.PEEK[])");
            case 3 -> imap.command("UID STORE 1:* +FLAGS (\\Seen $k" + random.nextInt(10) + ")");
            case 4 -> imap.command("UID STORE 1:* -FLAGS (\\Seen $k" + random.nextInt(10) + ")");
            case 5 -> archive(imap, "UID COPY 1:* Archive");
            case 6 -> archive(imap, "UID MOVE 1:* Archive");
            case 7 -> imap.command("UID SEARCH OR TEXT nowhere BODY \"the\"");
            case 8 -> imap.command("UID SORT (SUBJECT REVERSE DATE) UTF-8 ALL");
            case 9 -> imap.command("UID THREAD REFERENCES UTF-8 SINCE 1-Jan-2000");
            case 10 -> imap.command("STATUS INBOX (MESSAGES UIDNEXT UNSEEN)");
            case 11 -> imap.command("LIST \"\" \"*\"");
            case 12 -> {
                String name = "Folder" + random.nextLong(Long.MAX_VALUE);
                imap.command("CREATE " + name);
                imap.append(name, any(mail, random));
                imap.command("RENAME " + name + " " + name + "x");
                imap.command("DELETE " + name + "x");
            }
            default -> {
                imap.idle();
                imap.done();
            }
        }
    }

    /** Puts what is in INBOX into another mailbox, and takes all out of that. */
    private static void archive(RawImap imap, String command) throws IOException {
        try {
            imap.command("CREATE Archive");
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("ALREADYEXISTS")) {
                throw e;
            }
        }
        imap.command(command);
        imap.command("SELECT Archive");
        imap.command("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
        imap.command("CLOSE");
        imap.command("SELECT INBOX");
    }

    /** A client that compresses (RFC 4978). */
    void compress(RandomGenerator random) throws IOException {
        try (LineClient client = connect(ports.imap(), false)) {
            client.readLine();
            client.send("a LOGIN " + user(random) + " " + Accounts.PASSWORD);
            client.readUntil("a OK");
            client.send("b COMPRESS DEFLATE");
            client.readUntil("b OK");
            client.startCompression();
            client.send("c EXAMINE INBOX\r\nd UID FETCH 1:* (FLAGS INTERNALDATE)");
            client.readUntil("d OK");
            if (random.nextBoolean()) {
                client.send("e LOGOUT");
                client.readUntil("e OK");
            }
        }
    }

    /** A client that waits for mail, and may vanish meanwhile. */
    void idle(RandomGenerator random) throws IOException {
        boolean isTls = random.nextBoolean();
        try (LineClient client = connect(isTls ? base + 993 : ports.imap(), isTls)) {
            client.readLine();
            client.send("a LOGIN " + user(random) + " " + Accounts.PASSWORD + "\r\nb SELECT INBOX");
            client.readUntil("b OK");
            client.send("c IDLE");
            client.readUntil("+ ");
            client.isQuietFor(Duration.ofMillis(random.nextInt(1_000)));
            if (random.nextBoolean()) {
                client.send("DONE\r\nd LOGOUT");
                client.readUntil("d OK");
            }
        }
    }

    /** Somebody who takes his mail away. */
    void fetch(RandomGenerator random) throws IOException {
        try (LineClient client = connect(ports.pop3(), false)) {
            client.readLine();
            ask(client, "USER " + user(random));
            ask(client, "PASS " + Accounts.PASSWORD);
            int messages = Integer.parseInt(ask(client, "STAT").split(" ")[1]);
            for (int i = 1; i <= Math.min(messages, 10); i++) {
                client.send("RETR " + i);
                String answer = client.readLine();
                if (answer.equals(GONE)) {
                    continue;
                }
                if (!answer.startsWith("+OK")) {
                    throw new IOException("RETR: " + answer);
                }
                client.readUntil(".");
                while (!client.unread().isEmpty()) {
                    client.readLine();
                }
                if (random.nextBoolean()) {
                    ask(client, "DELE " + i);
                }
            }
            if (random.nextInt(4) > 0) {
                ask(client, "QUIT");
            }
        }
    }

    private static String ask(LineClient client, String command) throws IOException {
        client.send(command);
        String answer = client.readLine();
        if (!answer.startsWith("+OK")) {
            throw new IOException(command + ": " + answer);
        }
        return answer;
    }

    /** Somebody who writes to others here. */
    void submit(RandomGenerator random) throws IOException {
        int sender = 1 + random.nextInt(ACCOUNTS);
        try (LineClient client = connect(base + 465, true)) {
            client.readLine();
            expect(client, "EHLO soak.example", "250 ");
            String login = "\0" + Accounts.name(sender) + "\0" + Accounts.PASSWORD;
            expect(client, "AUTH PLAIN " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)), "235 ");
            for (int i = random.nextInt(3); i >= 0; i--) {
                expect(client, "MAIL FROM:<" + address(sender) + ">", "250 ");
                expect(client, "RCPT TO:<" + address(1 + random.nextInt(ACCOUNTS)) + ">", "250 ");
                expect(client, "DATA", "354 ");
                client.send(any(stuffed, random));
                reply(client, "the message", "250 ");
            }
            if (random.nextBoolean()) {
                expect(client, "QUIT", "2");
            }
        }
    }

    /** Sends a command, and reads its reply to the last line. */
    private static void expect(LineClient client, String command, String code) throws IOException {
        client.send(command);
        reply(client, command, code);
    }

    private static void reply(LineClient client, String what, String code) throws IOException {
        String line = client.readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = client.readLine();
        }
        if (!line.startsWith(code)) {
            throw new IOException(what + ": " + line);
        }
    }

    /** Somebody who changes his scripts. */
    void script(RandomGenerator random) throws IOException {
        try (LineClient client = connect(base + 4190, false)) {
            client.readUntil("OK");
            String login = "\0" + user(random) + "\0" + Accounts.PASSWORD;
            manage(
                    client,
                    "AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)) + "\"");
            String name = "\"s" + random.nextInt(3) + "\"";
            String text = "require \"imap4flags\";\r\nif header :contains \"subject\" \"" + random.nextInt(100)
                    + "\" { addflag \"\\\\Flagged\"; }\r\n";
            manage(client, "PUTSCRIPT " + name + " {" + text.length() + "+}\r\n" + text);
            manage(client, "SETACTIVE " + (random.nextBoolean() ? name : "\"\""));
            manage(client, "LISTSCRIPTS");
            if (random.nextBoolean()) {
                manage(client, "LOGOUT");
            }
        }
    }

    private static void manage(LineClient client, String command) throws IOException {
        client.send(command);
        String line = client.readLine();
        while (line.startsWith("\"") || line.startsWith("{")) {
            line = client.readLine();
        }
        if (!line.startsWith("OK")) {
            throw new IOException(command + ": " + line);
        }
    }

    /** Somebody who looks at his pages, and may go without signing out. */
    void browse(RandomGenerator random) throws IOException, InterruptedException {
        HttpResponse<String> in = send("", "/login", "login=" + user(random) + "&password=" + Accounts.PASSWORD, 303);
        String cookie = in.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
        send(cookie, "/account", "", 200);
        send(cookie, "/account/sessions", "", 200);
        if (random.nextInt(4) > 0) {
            send(cookie, "/logout", "x=y", 303);
        }
    }

    private HttpResponse<String> send(String cookie, String path, String form, int status)
            throws IOException, InterruptedException {
        String site = "http://127.0.0.1:" + (base + 80);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site + path))
                .timeout(PATIENCE)
                .header("Origin", site);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (!form.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException(path + ": " + answer.statusCode());
        }
        return answer;
    }

    /** Strangers, from many addresses: wrong passwords, half a command, half a handshake, bytes that nobody wants. */
    void annoy(RandomGenerator random) throws IOException {
        byte[] from = {
            127, (byte) (1 + random.nextInt(250)), (byte) random.nextInt(250), (byte) (1 + random.nextInt(250))
        };
        List<Integer> all =
                List.of(ports.imap(), base + 993, ports.pop3(), ports.lmtp(), base + 587, base + 4190, base + 80);
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), any(all, random)), PATIENCE_MS);
            String words = any(
                    List.of(
                            "a LOGIN " + user(random) + " wrong\r\n",
                            "USER " + user(random) + "\r\nPASS wrong\r\n",
                            "a LOGIN {5000+}\r\nhalf",
                            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                            "GET / HTTP/1.1\r\nHost: ",
                            "x".repeat(random.nextInt(50_000))),
                    random);
            try {
                socket.getOutputStream().write(words.getBytes(ISO_8859_1));
            } catch (IOException e) {
                return; // The server may end it before it has heard all.
            }
        }
    }
}
