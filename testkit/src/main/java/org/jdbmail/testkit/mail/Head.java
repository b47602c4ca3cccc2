package org.jdbmail.testkit.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes the header of generated messages: who to whom, when, about what, and in answer to which earlier message. */
final class Head {
    private static final Instant BEGIN = Instant.parse("2024-01-02T08:00:00Z");
    private static final int REMEMBERED = 60;
    private static final int MAX_REFERENCES = 20;
    private static final String[] PEOPLE = {
        "alice",
        "bob",
        "carol",
        "dave",
        "erin",
        "frank",
        "grace",
        "heidi",
        "ivan",
        "judy",
        "mallory",
        "niaj",
        "olivia",
        "peggy",
        "rupert",
        "sybil",
        "trent",
        "victor",
        "walter",
        "postmaster",
        "no-reply",
        "office"
    };
    private static final String[] DOMAINS = {"example.org", "example.com", "mail.example.net", "lists.example.org"};
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    private static final int[] ZONES = {0, 0, 1, 2, -5, -8, 9};

    private final long seed;
    private final List<Sent> sent = new ArrayList<>();
    private Instant now = BEGIN;
    private int number;

    Head(long seed) {
        this.seed = seed;
    }

    /**
     * What later messages need to answer this one, and what every message has.
     *
     * @param messageId with its brackets
     * @param references the message ids before it in its thread, oldest first
     * @param subject in clear
     * @param lines the header's lines, all but those about the body
     */
    record Sent(String messageId, List<String> references, String subject, String lines) {}

    /** The header of the next message, with a new subject or as an answer. */
    Sent next(Random random, Language language, String charset) {
        now = now.plusSeconds(20 + random.nextInt(7200));
        String id = "<" + Long.toHexString(seed) + "." + number++ + "." + Integer.toHexString(random.nextInt()) + "@"
                + DOMAINS[random.nextInt(DOMAINS.length)] + ">";
        List<String> references = List.of();
        String subject = language.phrase(random, 2 + random.nextInt(6));
        if (!sent.isEmpty() && random.nextInt(100) < 45) {
            Sent answered = sent.get(random.nextInt(sent.size()));
            List<String> all = new ArrayList<>(answered.references());
            all.add(answered.messageId());
            references = List.copyOf(all.subList(Math.max(0, all.size() - MAX_REFERENCES), all.size()));
            String answer = answered.subject().startsWith("Re: ") ? answered.subject() : "Re: " + answered.subject();
            // An answer may be in a charset that cannot hold the old subject.
            subject = Charset.forName(charset).newEncoder().canEncode(answer) ? answer : subject;
        }
        Sent head = new Sent(id, references, subject, lines(random, id, references, subject, charset));
        sent.add(head);
        if (sent.size() > REMEMBERED) {
            sent.removeFirst();
        }
        return head;
    }

    /** Trace lines as relays add them. */
    String received(Random random, int hops) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < hops; i++) {
            lines.append("Received: from mx")
                    .append(i)
                    .append(".example.net (mx")
                    .append(i)
                    .append(".example.net [192.0.2.")
                    .append(1 + random.nextInt(250))
                    .append("])\r\n")
                    .append("\tby relay")
                    .append(i)
                    .append(".example.com (Postfix) with ESMTPS id ")
                    .append(Integer.toHexString(random.nextInt()))
                    .append("\r\n\tfor <someone@example.com>; ")
                    .append(date(random))
                    .append("\r\n");
        }
        return lines.toString();
    }

    /** The current moment in a zone that somebody might live in. */
    String date(Random random) {
        return DATE.format(now.atOffset(ZoneOffset.ofHours(ZONES[random.nextInt(ZONES.length)])));
    }

    private String lines(Random random, String id, List<String> references, String subject, String charset) {
        StringBuilder lines = new StringBuilder(received(random, random.nextInt(4)));
        lines.append("Date: ").append(date(random)).append("\r\nFrom: ").append(mailbox(random));
        lines.append("\r\nTo: ").append(mailbox(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            lines.append(",\r\n ").append(mailbox(random));
        }
        if (random.nextInt(5) == 0) {
            lines.append("\r\nCc: ").append(mailbox(random));
        }
        lines.append("\r\nSubject: ").append(Entity.encodedWords(subject, charset));
        lines.append("\r\nMessage-ID: ").append(id);
        if (!references.isEmpty()) {
            lines.append("\r\nIn-Reply-To: ").append(references.getLast());
            lines.append("\r\nReferences: ").append(String.join("\r\n ", references));
        }
        return lines.append("\r\nMIME-Version: 1.0\r\n").toString();
    }

    private static String mailbox(Random random) {
        String person = PEOPLE[random.nextInt(PEOPLE.length)];
        String address = person + "@" + DOMAINS[random.nextInt(DOMAINS.length)];
        String name = Character.toUpperCase(person.charAt(0)) + person.substring(1);
        return switch (random.nextInt(5)) {
            case 0 -> address;
            case 1 -> "\"" + name + ", (office)\" <" + address + ">";
            case 2 -> Entity.encodedWords(name + " Müller", StandardCharsets.UTF_8.name()) + " <" + address + ">";
            default -> name + " <" + address + ">";
        };
    }
}
