package org.jdbmail.imapd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.Flag;

/**
 * A message of which is known what it says, written in one of the many ways in which that can be written: encoded words, base64
 * and quoted-printable, several charsets, parts within parts.
 *
 * @param number its sequence number
 * @param baseSubject without what answers put before it, as it is compared
 * @param texts what its text parts say
 * @param bytes how it is written
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlainMail(
        int number,
        String subject,
        String baseSubject,
        Person from,
        Person to,
        Optional<Person> cc,
        Optional<String> note,
        Instant sent,
        LocalDate daySent,
        Instant arrived,
        int systemFlags,
        List<String> keywords,
        List<String> texts,
        byte[] bytes) {
    /** All that mails speak of; nothing that a header's names, types and encodings hold. */
    static final List<String> WORDS = List.of(
            "okapi",
            "zebra",
            "quagga",
            "kudu",
            "gr\u00fcn-weiss",
            "\u00e4hnlich",
            "na\u00efve",
            "fjord\u00f8y",
            "walrus",
            "gnu-herd",
            "jaguarundi",
            "hyrax");

    static final List<Flag> FLAGS = List.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT);

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 60;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /** Somebody who writes or is written to. */
    record Person(String name, String localPart) {
        boolean has(String word) {
            return SearchReferenceTest.has(name, word) || SearchReferenceTest.has(localPart, word);
        }
    }

    /** The same with another number. */
    PlainMail numbered(int other) {
        return new PlainMail(
                other,
                subject,
                baseSubject,
                from,
                to,
                cc,
                note,
                sent,
                daySent,
                arrived,
                systemFlags,
                keywords,
                texts,
                bytes);
    }

    static LocalDate day(Random random) {
        return FIRST.plusDays(random.nextInt(DAYS));
    }

    static String written(LocalDate day) {
        return DAY.format(day);
    }

    LocalDate dayOfArrival() {
        return arrived.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Whether header or text hold that. */
    boolean says(String word) {
        return SearchReferenceTest.has(subject, word)
                || from.has(word)
                || to.has(word)
                || cc.filter(person -> person.has(word)).isPresent()
                || note.filter(text -> SearchReferenceTest.has(text, word)).isPresent()
                || texts.stream().anyMatch(text -> SearchReferenceTest.has(text, word));
    }

    static PlainMail random(Random random, int number) {
        String base = words(random, 1 + random.nextInt(3));
        String subject = (random.nextInt(4) == 0 ? "Re: " : "") + base;
        Person from = person(random);
        Person to = person(random);
        Optional<Person> cc = random.nextInt(3) == 0 ? Optional.of(person(random)) : Optional.empty();
        Optional<String> note = random.nextInt(4) == 0 ? Optional.of(words(random, 2)) : Optional.empty();
        ZonedDateTime sent = day(random)
                .atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60))
                .atZone(ZoneOffset.ofHours(random.nextInt(25) - 12));
        Instant arrived = day(random).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(random.nextInt(86_400));
        int flags = 0;
        for (Flag flag : FLAGS) {
            flags |= random.nextInt(4) == 0 ? flag.bit() : 0;
        }
        List<String> keywords = new ArrayList<>();
        if (random.nextInt(5) == 0) {
            keywords.add("$Forwarded");
        }
        if (random.nextInt(5) == 0) {
            keywords.add("other");
        }
        List<String> texts = IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> paragraph(random))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        line(out, "Date: " + DATE.format(sent));
        line(out, "From: " + written(random, from));
        line(out, "To: " + written(random, to));
        cc.ifPresent(person -> line(out, "Cc: " + written(random, person)));
        line(out, "Subject: " + encoded(random, subject));
        note.ifPresent(text -> line(out, "X-Note: " + encoded(random, text)));
        line(out, "MIME-Version: 1.0");
        if (texts.size() == 1) {
            part(random, out, texts.getFirst());
        } else {
            line(out, "Content-Type: multipart/mixed; boundary=\"=_1_=\"");
            line(out, "");
            for (String text : texts) {
                line(out, "--=_1_=");
                part(random, out, text);
            }
            line(out, "--=_1_=--");
        }
        return new PlainMail(
                number,
                subject,
                Normalizer.normalize(base.toUpperCase(Locale.ROOT), Normalizer.Form.NFKD),
                from,
                to,
                cc,
                note,
                sent.toInstant(),
                sent.toLocalDate(),
                arrived,
                flags,
                keywords,
                texts,
                out.toByteArray());
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    private static String paragraph(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            String word = random.nextInt(6) == 0 ? words(random, 1) : "filler";
            text.append(random.nextInt(5) == 0 ? word.toUpperCase(Locale.ROOT) : word)
                    .append(random.nextInt(8) == 0 ? "\r\n" : " ");
        }
        return text.toString();
    }

    private static Person person(Random random) {
        String local = List.of("ann", "bert", "hyrax", "kudu.fan", "zoe").get(random.nextInt(5));
        return new Person(words(random, 1 + random.nextInt(2)), local);
    }

    private static String written(Random random, Person person) {
        return encoded(random, person.name) + " <" + person.localPart + "@example.org>";
    }

    /** ASCII as it is or encoded; all else encoded. */
    private static String encoded(Random random, String text) {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        if (ascii && random.nextInt(3) > 0) {
            return text;
        }
        Charset charset = charset(random, text);
        if (random.nextBoolean()) {
            return "=?" + charset.name() + "?B?" + Base64.getEncoder().encodeToString(text.getBytes(charset)) + "?=";
        }
        StringBuilder q = new StringBuilder("=?" + charset.name() + "?Q?");
        for (byte octet : text.getBytes(charset)) {
            q.append(octet == ' ' ? "_" : octet >= 'a' && octet <= 'z' ? String.valueOf((char) octet) : hex(octet));
        }
        return q.append("?=").toString();
    }

    private static String hex(byte octet) {
        return "=%02X".formatted(octet & 0xFF);
    }

    private static Charset charset(Random random, String text) {
        return random.nextBoolean() && StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)
                ? StandardCharsets.ISO_8859_1
                : StandardCharsets.UTF_8;
    }

    private static void part(Random random, ByteArrayOutputStream out, String text) {
        Charset charset = charset(random, text);
        line(out, "Content-Type: text/plain; charset=" + charset.name());
        byte[] octets = text.getBytes(charset);
        switch (random.nextInt(3)) {
            case 0 -> {
                line(out, "Content-Transfer-Encoding: 8bit");
                line(out, "");
                out.writeBytes(octets);
            }
            case 1 -> {
                line(out, "Content-Transfer-Encoding: base64");
                line(out, "");
                out.writeBytes(Base64.getMimeEncoder().encode(octets));
            }
            default -> {
                line(out, "Content-Transfer-Encoding: quoted-printable");
                line(out, "");
                int column = 0;
                for (byte octet : octets) {
                    String written =
                            octet > ' ' && octet < 127 && octet != '=' ? String.valueOf((char) octet) : hex(octet);
                    if (column + written.length() > 70) {
                        line(out, "=");
                        column = 0;
                    }
                    out.writeBytes(written.getBytes(StandardCharsets.US_ASCII));
                    column += written.length();
                }
            }
        }
        line(out, "");
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
