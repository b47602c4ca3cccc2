package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.mail.PlainThreads;
import org.jdbmail.testkit.mail.PlainThreads.Mail;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * THREAD over some thousand messages gives what the steps of the RFC give ({@link PlainThreads}): messages that answer each other,
 * some of which are not there, came twice, answer themselves in circles, or have the same subject by chance; their fields written in
 * the ways in which they are written.
 */
final class ThreadReferenceTest {
    private static final int MESSAGES = 2_500;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    private final Random random = new Random(52_56);
    private final List<Mail> mails = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("databases")
    void threadsAreWhatTheStepsOfTheRfcGive(String database) throws IOException {
        try (ImapTestServer server = ImapTestServer.start(database)) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            fill(server);
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.readLine();
                client.send("l LOGIN alice secret");
                client.readUntil("l OK");
                client.send("s EXAMINE INBOX");
                client.readUntil("s OK");
                assertEquals(PlainThreads.references(mails), threads(client, "REFERENCES", "ALL"));
                assertEquals(PlainThreads.refs(mails), threads(client, "REFS", "ALL"));
                assertEquals(PlainThreads.orderedSubject(mails), threads(client, "ORDEREDSUBJECT", "ALL"));
                List<Mail> some = mails.subList(500, 2_000);
                assertEquals(PlainThreads.references(some), threads(client, "REFERENCES", "501:2000"));
                assertEquals(PlainThreads.refs(some), threads(client, "REFS", "501:2000"));
            }
        }
        assertTrue(mails.stream().anyMatch(mail -> mail.references().size() > 3));
    }

    private static String threads(LineClient client, String algorithm, String which) throws IOException {
        client.send("t THREAD " + algorithm + " UTF-8 " + which);
        String line = client.readLine();
        assertTrue(line.startsWith("* THREAD "), line);
        client.readUntil("t OK");
        return line.substring("* THREAD ".length());
    }

    private void fill(ImapTestServer server) {
        long user = server.store()
                .read(tx -> tx.users().find("alice"))
                .orElseThrow()
                .id();
        long inbox = server.store()
                .read(tx -> tx.mailboxes().find(user, Mailbox.INBOX))
                .orElseThrow()
                .id();
        Destination place = new Destination(inbox, user, FlagSet.NONE, true);
        for (int number = 1; number <= MESSAGES; number++) {
            Mail mail = next(number);
            mails.add(mail);
            server.store()
                    .deliver(
                            PreparedMessage.prepare(
                                    MessageBytes.of(written(mail).getBytes(StandardCharsets.US_ASCII))),
                            Instant.ofEpochSecond(mail.sent()),
                            List.of(place));
        }
    }

    private Mail next(int number) {
        long sent = 1_700_000_000L + random.nextInt(1_000_000);
        String id =
                random.nextInt(50) == 0 ? null : "m" + (random.nextInt(40) == 0 ? number - 1 : number) + "@example.org";
        List<String> references = new ArrayList<>();
        Mail parent =
                number == 1 || random.nextInt(3) == 0 ? null : mails.get(Math.max(0, number - 2 - random.nextInt(60)));
        if (parent != null) {
            references.addAll(parent.references());
            if (parent.id() != null) {
                references.add(parent.id());
            }
            if (references.size() > 2 && random.nextInt(5) == 0) {
                // One on the way that is left out.
                references.remove(random.nextInt(references.size() - 1));
            }
        }
        if (random.nextInt(30) == 0) {
            references.add("gone" + random.nextInt(20) + "@example.org");
        }
        if (random.nextInt(60) == 0) {
            references.add("m" + (number + random.nextInt(30)) + "@example.org");
        }
        boolean reply = parent != null && random.nextInt(4) > 0;
        String subject = parent != null && random.nextInt(6) > 0 ? parent.subject() : "SUBJECT " + random.nextInt(400);
        return new Mail(number, id, List.copyOf(references), subject, reply, sent);
    }

    private String written(Mail mail) {
        StringBuilder text = new StringBuilder();
        text.append("Date: ")
                .append(DATE.format(
                        Instant.ofEpochSecond(mail.sent()).atOffset(ZoneOffset.ofHours(random.nextInt(25) - 12))))
                .append("\r\n");
        if (mail.id() != null) {
            text.append(random.nextBoolean() ? "Message-ID: <" : "Message-Id:\r\n <")
                    .append(mail.id())
                    .append(">\r\n");
        }
        if (!mail.references().isEmpty()) {
            boolean one = mail.references().size() == 1 && random.nextBoolean();
            text.append(one ? "In-Reply-To: " : "References: ")
                    .append(mail.references().stream()
                            .map(id -> "<" + id + ">")
                            .collect(Collectors.joining(random.nextBoolean() ? " " : "\r\n\t")))
                    .append("\r\n");
            if (!one && random.nextBoolean()) {
                text.append("In-Reply-To: <other@example.org>\r\n");
            }
        }
        String shown = mail.subject().charAt(0) + mail.subject().substring(1).toLowerCase(Locale.ROOT);
        String prefix = mail.reply()
                ? List.of("Re: ", "RE: ", "re:  ", "Fwd: ", "Re: [list] ").get(random.nextInt(5))
                : "";
        String encoded = random.nextInt(3) == 0
                ? "=?utf-8?b?" + Base64.getEncoder().encodeToString(shown.getBytes(StandardCharsets.UTF_8)) + "?="
                : shown;
        return text.append("Subject: ")
                .append(prefix)
                .append(encoded)
                .append("\r\n\r\nx\r\n")
                .toString();
    }
}
