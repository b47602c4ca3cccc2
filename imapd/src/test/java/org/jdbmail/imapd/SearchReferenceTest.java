package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEARCH and SORT over some thousand messages give what a plain look at each of them gives. The reference knows what the messages
 * say ({@link PlainMail}) and nothing of how that is written, kept or found.
 */
final class SearchReferenceTest {
    private static final int MESSAGES = 2_500;
    private static final int SEARCHES = 150;
    private static final int SORTS = 40;
    private static final int CHANGES = 4;

    /** A search key as it is written, and which messages it means. */
    private record Key(String written, Predicate<PlainMail> means) {}

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    private final Random random = new Random(20_26);
    private long inbox;
    private long user;
    private final List<PlainMail> mails = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsFoundAndHowItIsSortedIsWhatAPlainLookGives(String database) throws IOException {
        try (ImapTestServer server = ImapTestServer.start(database)) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            fill(server);
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.readLine();
                run(client, "LOGIN alice secret");
                run(client, "SELECT INBOX");
                int found = 0;
                for (int i = 0; i < SEARCHES; i++) {
                    found += search(client, key(3));
                }
                assertFalse(found < SEARCHES, "the searches find nothing");
                for (int i = 0; i < SORTS; i++) {
                    sort(client);
                }
                for (int i = 0; i < CHANGES; i++) {
                    change(server, client);
                    for (int j = 0; j < SORTS / 4; j++) {
                        sort(client);
                    }
                }
            }
        }
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
        for (int i = 0; i < MESSAGES; i++) {
            deliver(server, inbox, user);
        }
        this.inbox = inbox;
        this.user = user;
    }

    private void deliver(ImapTestServer server, long inbox, long user) {
        PlainMail mail = PlainMail.random(random, mails.size() + 1);
        mails.add(mail);
        Destination place = new Destination(inbox, user, FlagSet.of(mail.systemFlags(), mail.keywords()), true);
        server.store().deliver(PreparedMessage.prepare(MessageBytes.of(mail.bytes())), mail.arrived(), List.of(place));
    }

    /** What was sorted lately is sorted again when some of it is gone, and more has come. */
    private void change(ImapTestServer server, LineClient client) throws IOException {
        if (random.nextBoolean()) {
            run(client, "EXPUNGE");
            mails.removeIf(mail -> (mail.systemFlags() & Flag.DELETED.bit()) != 0);
            for (int i = 0; i < mails.size(); i++) {
                mails.set(i, mails.get(i).numbered(i + 1));
            }
        }
        for (int i = random.nextInt(2) * 30; i > 0; i--) {
            deliver(server, inbox, user);
        }
        run(client, "NOOP");
    }

    private int search(LineClient client, Key key) throws IOException {
        List<Integer> expected =
                mails.stream().filter(key.means).map(PlainMail::number).toList();
        assertEquals(expected, numbers(run(client, "SEARCH CHARSET UTF-8 " + key.written), "* SEARCH"), key.written);
        return expected.size();
    }

    private void sort(LineClient client) throws IOException {
        List<String> criteria = new ArrayList<>();
        Comparator<PlainMail> order = Comparator.comparing(mail -> 0);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int which = random.nextInt(7);
            boolean reverse = random.nextBoolean();
            Comparator<PlainMail> one = switch (which) {
                case 0 -> Comparator.comparing(PlainMail::arrived);
                case 1 -> Comparator.comparing(PlainMail::sent);
                case 2 -> Comparator.comparing((PlainMail mail) -> mail.bytes().length);
                case 3 -> Comparator.comparing(PlainMail::baseSubject);
                case 4 -> Comparator.comparing(mail -> mail.from().localPart());
                case 5 -> Comparator.comparing(mail -> mail.to().localPart());
                default ->
                    Comparator.comparing(
                            mail -> mail.cc().map(PlainMail.Person::localPart).orElse(""));
            };
            String name = List.of("ARRIVAL", "DATE", "SIZE", "SUBJECT", "FROM", "TO", "CC")
                    .get(which);
            criteria.add(reverse ? "REVERSE " + name : name);
            order = order.thenComparing(reverse ? one.reversed() : one);
        }
        Key key = random.nextBoolean() ? new Key("ALL", mail -> true) : key(1);
        List<Integer> expected = mails.stream()
                .filter(key.means)
                .sorted(order.thenComparing(PlainMail::number))
                .map(PlainMail::number)
                .toList();
        String command = "SORT (" + String.join(" ", criteria) + ") UTF-8 " + key.written;
        assertEquals(expected, numbers(run(client, command), "* SORT"), command);
    }

    /** Any search key that is no deeper than that. */
    private Key key(int depth) {
        int kind = random.nextInt(depth > 0 ? 16 : 12);
        return switch (kind) {
            case 0 -> {
                String word = piece();
                yield new Key("SUBJECT " + quoted(word), mail -> has(mail.subject(), word));
            }
            case 1 -> {
                String word = piece();
                yield new Key("FROM " + quoted(word), mail -> mail.from().has(word));
            }
            case 2 -> {
                String word = piece();
                yield new Key("TO " + quoted(word), mail -> mail.to().has(word));
            }
            case 3 -> {
                String word = piece();
                yield new Key(
                        "CC " + quoted(word),
                        mail -> mail.cc().filter(cc -> cc.has(word)).isPresent());
            }
            case 4 -> {
                String word = piece();
                yield new Key(
                        "BODY " + quoted(word), mail -> mail.texts().stream().anyMatch(text -> has(text, word)));
            }
            case 5 -> {
                String word = piece();
                yield new Key("TEXT " + quoted(word), mail -> mail.says(word));
            }
            case 6 -> {
                String word = random.nextBoolean() ? piece() : "";
                yield new Key(
                        "HEADER X-Note " + quoted(word),
                        mail -> mail.note().filter(note -> has(note, word)).isPresent());
            }
            case 7 -> flag();
            case 8 -> {
                int octets = 400 + random.nextInt(3_000);
                yield random.nextBoolean()
                        ? new Key("LARGER " + octets, mail -> mail.bytes().length > octets)
                        : new Key("SMALLER " + octets, mail -> mail.bytes().length < octets);
            }
            case 9 -> arrived();
            case 10 -> sent();
            case 11 -> {
                int low = 1 + random.nextInt(mails.size());
                int high = Math.min(mails.size(), low + random.nextInt(500));
                yield new Key(low + ":" + high, mail -> mail.number() >= low && mail.number() <= high);
            }
            case 12, 13 -> {
                Key left = key(depth - 1);
                Key right = key(depth - 1);
                yield new Key("OR " + left.written + " " + right.written, left.means.or(right.means));
            }
            case 14 -> {
                Key one = key(depth - 1);
                yield new Key("NOT " + one.written, one.means.negate());
            }
            default -> {
                Key left = key(depth - 1);
                Key right = key(depth - 1);
                yield new Key("(" + left.written + " " + right.written + ")", left.means.and(right.means));
            }
        };
    }

    private Key flag() {
        int which = random.nextInt(PlainMail.FLAGS.size());
        String name = PlainMail.FLAGS.get(which).imapName().substring(1).toUpperCase(Locale.ROOT);
        int bit = PlainMail.FLAGS.get(which).bit();
        return switch (random.nextInt(4)) {
            case 0 -> new Key(name, mail -> (mail.systemFlags() & bit) != 0);
            case 1 -> new Key("UN" + name, mail -> (mail.systemFlags() & bit) == 0);
            case 2 -> new Key("KEYWORD $Forwarded", mail -> mail.keywords().contains("$Forwarded"));
            default -> new Key("UNKEYWORD other", mail -> !mail.keywords().contains("other"));
        };
    }

    private Key arrived() {
        LocalDate day = PlainMail.day(random);
        String written = PlainMail.written(day);
        return switch (random.nextInt(3)) {
            case 0 -> new Key("BEFORE " + written, mail -> mail.dayOfArrival().isBefore(day));
            case 1 -> new Key("ON " + written, mail -> mail.dayOfArrival().equals(day));
            default -> new Key("SINCE " + written, mail -> !mail.dayOfArrival().isBefore(day));
        };
    }

    private Key sent() {
        LocalDate day = PlainMail.day(random);
        String written = PlainMail.written(day);
        return switch (random.nextInt(3)) {
            case 0 -> new Key("SENTBEFORE " + written, mail -> mail.daySent().isBefore(day));
            case 1 -> new Key("SENTON " + written, mail -> mail.daySent().equals(day));
            default -> new Key("SENTSINCE " + written, mail -> !mail.daySent().isBefore(day));
        };
    }

    /** A word of which some mail may speak, or a part of one, in whatever case. */
    private String piece() {
        String word = PlainMail.WORDS.get(random.nextInt(PlainMail.WORDS.size()));
        String piece = random.nextBoolean() || word.length() < 6 ? word : word.substring(random.nextInt(3));
        return random.nextBoolean() ? piece : piece.toUpperCase(Locale.ROOT);
    }

    static boolean has(String text, String word) {
        return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static List<Integer> numbers(List<String> lines, String response) {
        return lines.stream()
                .filter(line -> line.startsWith(response))
                .flatMap(line ->
                        Arrays.stream(line.substring(response.length()).strip().split(" ")))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** The lines before the tagged one, which must be OK. */
    private static List<String> run(LineClient client, String command) throws IOException {
        client.send(("t " + command + "\r\n").getBytes(StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        String line = client.readLine();
        while (!line.startsWith("t ")) {
            lines.add(line);
            line = client.readLine();
        }
        assertEquals("t OK", line.substring(0, 4), command + " gave " + line);
        return lines;
    }
}
