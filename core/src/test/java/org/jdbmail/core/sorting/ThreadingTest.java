package org.jdbmail.core.sorting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jdbmail.core.sorting.SortCriterion.Key;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.listing.SortKeys;
import org.jdbmail.testkit.mail.PlainThreads;
import org.junit.jupiter.api.Test;

class ThreadingTest {
    private static Sortable message(int place, String head) {
        byte[] bytes = (head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return new Sortable(
                place,
                1_000_000 + place,
                bytes.length,
                MessageSummary.of(MessageBytes.of(bytes)).keys());
    }

    private static PlainThreads.Mail plain(Sortable message) {
        SortKeys keys = message.keys();
        return new PlainThreads.Mail(
                message.place(), keys.messageId(), keys.references(), keys.subject(), keys.isReply(), message.sent());
    }

    private static String date(int minutes) {
        return "Date: 14 Apr 2026 %02d:%02d:00 +0000\r\n".formatted(minutes / 60, minutes % 60);
    }

    /** Messages that answer each other at random, with circles, gaps, doubles and missing ids. */
    private static List<Sortable> generated(Random random) {
        List<Sortable> messages = new ArrayList<>();
        int count = 1 + random.nextInt(14);
        int ids = 1 + random.nextInt(12);
        for (int place = 1; place <= count; place++) {
            StringBuilder head = new StringBuilder(random.nextInt(8) == 0 ? "" : date(random.nextInt(40)));
            if (random.nextInt(8) > 0) {
                head.append("Message-ID: <").append(random.nextInt(ids)).append("@x>\r\n");
            }
            head.append("Subject: ").append(random.nextInt(3) == 0 ? "Re: " : "");
            head.append("abc", 0, random.nextInt(4)).append("\r\n");
            if (random.nextInt(3) > 0) {
                head.append("References:");
                for (int i = random.nextInt(4); i > 0; i--) {
                    head.append(" <").append(random.nextInt(ids)).append("@x>");
                }
                head.append("\r\n");
            }
            if (random.nextInt(4) == 0) {
                head.append("In-Reply-To: <").append(random.nextInt(ids)).append("@x>\r\n");
            }
            messages.add(message(place, head.append("X: y").toString()));
        }
        return messages;
    }

    private static String written(List<MessageThread> threads) {
        StringBuilder out = new StringBuilder();
        threads.forEach(thread -> write(thread, out));
        return out.toString();
    }

    private static void write(MessageThread thread, StringBuilder out) {
        out.append('(');
        MessageThread at = thread;
        while (true) {
            Sortable message = at.message();
            out.append(message == null ? "" : Integer.toString(message.place()));
            out.append(message == null || at.children().isEmpty() ? "" : " ");
            if (at.children().size() != 1) {
                at.children().forEach(child -> write(child, out));
                break;
            }
            at = at.children().getFirst();
        }
        out.append(')');
    }

    @Test
    void referencesAreWhatTheStepsOfTheRfcGive() {
        Random random = new Random(3);
        for (int round = 0; round < 6_000; round++) {
            List<Sortable> messages = generated(random);
            assertEquals(
                    PlainThreads.references(
                            messages.stream().map(ThreadingTest::plain).toList()),
                    written(ReferenceThreads.references(messages, Checkpoint.NONE)),
                    () -> "messages " + messages);
        }
    }

    @Test
    void everyMessageIsInOneThreadOfEachKind() {
        Random random = new Random(4);
        for (int round = 0; round < 1_000; round++) {
            List<Sortable> messages = generated(random);
            for (String threads : List.of(
                    written(ReferenceThreads.refs(messages, Checkpoint.NONE)),
                    written(OrderedSubject.threads(messages, Checkpoint.NONE)))) {
                int[] places = Arrays.stream(threads.split("[() ]+"))
                        .filter(text -> !text.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .sorted()
                        .toArray();
                assertEquals(messages.size(), places.length, threads);
                for (int i = 0; i < places.length; i++) {
                    assertEquals(i + 1, places[i], threads);
                }
            }
        }
    }

    /** RFC 5256 §3 and the draft's rules, by hand. */
    @Test
    void theThreeKindsDiffer() {
        List<Sortable> messages = List.of(
                message(1, date(1) + "Message-ID: <a>\r\nSubject: one"),
                message(2, date(2) + "Message-ID: <b>\r\nSubject: two"),
                message(3, date(3) + "Message-ID: <c>\r\nSubject: Re: one\r\nReferences: <a>"),
                message(4, date(4) + "Message-ID: <d>\r\nSubject: one"),
                message(5, date(5) + "Message-ID: <e>\r\nSubject: Re: two\r\nReferences: <gone> <b>"),
                message(6, date(6) + "Message-ID: <f>\r\nSubject: three\r\nReferences: <gone>"));
        assertEquals("(1 (3)(4))(2 5)(6)", written(OrderedSubject.threads(messages, Checkpoint.NONE)));
        assertEquals("((1 3)(4))((2 5)(6))", written(ReferenceThreads.references(messages, Checkpoint.NONE)));
        assertEquals("(1 3)(4)((2 5)(6))", written(ReferenceThreads.refs(messages, Checkpoint.NONE)));
    }

    @Test
    void sortingIsByAllCriteriaThenByPlace() {
        Random random = new Random(6);
        Key[] keys = Key.values();
        for (int round = 0; round < 500; round++) {
            List<Sortable> messages = new ArrayList<>();
            for (int place = 1; place <= 20; place++) {
                StringBuilder head = new StringBuilder(random.nextInt(5) == 0 ? "" : date(random.nextInt(3)));
                for (String field : List.of("From", "To", "Cc")) {
                    if (random.nextInt(4) > 0) {
                        head.append(field).append(": ").append(random.nextInt(2) == 0 ? "" : "\"aB c\" ");
                        head.append('<').append("xYz".charAt(random.nextInt(3))).append("@h>\r\n");
                    }
                }
                messages.add(message(
                        place,
                        head.append("Subject: ")
                                .append("aAb".charAt(random.nextInt(3)))
                                .toString()));
            }
            List<SortCriterion> criteria = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                criteria.add(new SortCriterion(keys[random.nextInt(keys.length)], random.nextBoolean()));
            }
            List<Sortable> wanted = new ArrayList<>(messages);
            wanted.sort((one, other) -> {
                for (SortCriterion criterion : criteria) {
                    int order = plainly(criterion.key(), one).compareTo(plainly(criterion.key(), other));
                    if (order != 0) {
                        return criterion.reverse() ? -order : order;
                    }
                }
                return one.place() - other.place();
            });
            assertEquals(
                    wanted.stream().map(Sortable::place).toList(),
                    Arrays.stream(Sorter.sort(messages, criteria, Checkpoint.NONE))
                            .boxed()
                            .toList());
        }
    }

    private static String plainly(Key key, Sortable message) {
        SortKeys keys = message.keys();
        return switch (key) {
            case ARRIVAL -> "%020d".formatted(message.arrived());
            case DATE ->
                "%020d"
                        .formatted(
                                keys.sent() == null
                                        ? message.arrived()
                                        : keys.sent().getEpochSecond());
            case SIZE -> "%020d".formatted(message.octets());
            case SUBJECT -> keys.subject();
            case FROM -> keys.from();
            case TO -> keys.to();
            case CC -> keys.cc();
            case DISPLAYFROM -> keys.displayFrom();
            case DISPLAYTO -> keys.displayTo();
            // The best first.
            case RELEVANCY -> "%020d".formatted(100 - message.score());
        };
    }

    @Test
    void textsAreInTheOrderOfUnicodesNumbers() {
        List<String> texts = new ArrayList<>(List.of("", "A", "B", "_", "\u00fc", "\ue000", "\uffff", "\ud800\udc00"));
        List<String> shuffled = new ArrayList<>(texts.reversed());
        shuffled.sort(SortCriterion::compare);
        assertEquals(texts, shuffled);
        Comparator<String> byNumbers = (one, other) ->
                Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
        assertEquals(texts, texts.stream().sorted(byNumbers).toList());
    }

    @Test
    void longChainsAndCirclesTakeLittleTime() {
        List<Sortable> chain = new ArrayList<>();
        List<Sortable> circles = new ArrayList<>();
        SortKeys some = message(1, "Subject: x").keys();
        for (int place = 1; place <= 50_000; place++) {
            chain.add(new Sortable(place, place, 1, keys(some, "m" + place, "m" + (place - 1))));
            circles.add(new Sortable(place, place, 1, keys(some, "m" + place, "m" + (place % 50_000 + 1))));
        }
        for (List<Sortable> messages : List.of(chain, chain.reversed(), circles, circles.reversed())) {
            assertTimeout(Duration.ofSeconds(30), () -> ReferenceThreads.references(messages, Checkpoint.NONE));
        }
    }

    private static SortKeys keys(SortKeys like, String id, String parent) {
        return new SortKeys("x", true, "", "", "", "", "", id, List.of(parent), like.sent(), like.threadId());
    }

    @Test
    void threadingAndSortingCanBeBrokenOff() {
        List<Sortable> many = new ArrayList<>();
        SortKeys some = message(1, "Subject: x").keys();
        for (int place = 1; place <= 20_000; place++) {
            many.add(new Sortable(place, -place * 7919L % 10_007, 1, some));
        }
        Checkpoint never = () -> {
            throw new CancellationException();
        };
        assertThrows(CancellationException.class, () -> ReferenceThreads.refs(many, never));
        assertThrows(CancellationException.class, () -> OrderedSubject.threads(many, never));
        List<SortCriterion> arrival = List.of(new SortCriterion(Key.ARRIVAL, false));
        assertThrows(CancellationException.class, () -> Sorter.sort(many, arrival, never));
    }
}
