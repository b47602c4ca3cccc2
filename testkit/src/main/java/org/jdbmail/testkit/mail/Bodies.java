package org.jdbmail.testkit.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbmail.testkit.mail.Entity.Encoding;

/** Writes what stands below a generated message's header, for each kind of message. */
final class Bodies {
    private final Random random;
    private final Head head;
    private final Attachments attachments;

    Bodies(Random random, Head head, Attachments attachments) {
        this.random = random;
        this.head = head;
        this.attachments = attachments;
    }

    /** How heavy the attached files are. */
    enum Weight {
        USUAL,
        BIG,
        GIANT
    }

    /** The language of a message, and a charset that holds it. */
    record Choice(Language language, String charset) {
        private static final List<Encoding> EIGHT_BIT_SAFE =
                List.of(Encoding.EIGHT_BIT, Encoding.QUOTED_PRINTABLE, Encoding.BASE64);

        Encoding encoding(Random random) {
            if (charset.equals("US-ASCII") || charset.equals("ISO-2022-JP")) {
                return Encoding.SEVEN_BIT;
            }
            return EIGHT_BIT_SAFE.get(random.nextInt(EIGHT_BIT_SAFE.size()));
        }
    }

    /** Chooses a language that suits the kind. */
    Choice choose(MailKind kind) {
        boolean foreign =
                kind == MailKind.CHARSET || (random.nextInt(4) == 0 && kind != MailKind.PLAIN && !kind.isBroken());
        if (!foreign) {
            return new Choice(Language.ENGLISH, "US-ASCII");
        }
        Language language = Language.FOREIGN.get(random.nextInt(Language.FOREIGN.size()));
        String charset = random.nextBoolean()
                ? "UTF-8"
                : language.charsets().get(random.nextInt(language.charsets().size()));
        boolean holds = Charset.forName(charset).newEncoder().canEncode(String.join("", language.words()));
        return new Choice(language, holds ? charset : "UTF-8");
    }

    /** The whole message. */
    String message(MailKind kind, Weight weight, Choice choice, Head.Sent sent) {
        return switch (kind) {
            case PLAIN, CHARSET -> plain(choice).under(sent.lines()).text();
            case FLOWED -> flowed().under(sent.lines()).text();
            case ALTERNATIVE -> alternative(choice).under(sent.lines()).text();
            case RELATED -> related(choice).under(sent.lines()).text();
            case ATTACHMENT -> attachment(choice, weight).under(sent.lines()).text();
            case FORWARD -> forward(choice).under(sent.lines()).text();
            case CALENDAR -> calendar(choice, sent).under(sent.lines()).text();
            case REPORT -> report().under(sent.lines()).text();
            case LIST -> list(choice).under(listLines() + sent.lines()).text();
            case NESTED ->
                nested(choice, 3 + random.nextInt(10)).under(sent.lines()).text();
            case NO_CLOSING_BOUNDARY -> {
                String whole = attachment(choice, weight).under(sent.lines()).text();
                yield whole.substring(0, whole.lastIndexOf("\r\n--") + 2);
            }
            case NO_BLANK_LINE -> sent.lines() + prose(choice, 500);
            case GARBAGE_HEADER -> garbage(sent) + "\r\n" + prose(choice, 800);
            case RAW_8BIT -> raw(sent);
            case LONG_LINE ->
                sent.lines() + "\r\n" + prose(choice, 300) + "x".repeat(3000 + random.nextInt(5000)) + "\r\n";
            case NO_BODY -> sent.lines() + "\r\n";
            case BAD_ENCODING -> badEncoding(sent);
            case NO_BOUNDARY ->
                sent.lines() + "Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\n" + prose(choice, 400) + "--x--\r\n";
        };
    }

    /** Lengths as mail has them: a median of about 1 KB, and now and then many. */
    private int length() {
        return (int) (200 + 1000 * Math.exp(Math.min(3.5, random.nextGaussian())));
    }

    private String prose(Choice choice, int length) {
        return choice.language().prose(random, length);
    }

    private String boundary() {
        return "=_" + Long.toHexString(random.nextLong()) + "'()+_,-./:=?".substring(0, random.nextInt(12));
    }

    private Entity plain(Choice choice) {
        return Entity.text("text/plain", choice.charset(), choice.encoding(random), prose(choice, length()));
    }

    private Entity html(Choice choice) {
        String text = "<html><head><style>p { margin: 0 }</style></head><body>\r\n<p>"
                + prose(choice, length()).replace("\r\n\r\n", "</p>\r\n<p>")
                + "</p>\r\n<img src=\"cid:picture@example.org\" alt=\"\"></body></html>\r\n";
        return Entity.text("text/html", choice.charset(), choice.encoding(random), text);
    }

    // RFC 3676: a space before the line end lets the line flow on; quotes begin with > and stuffed lines with a space.
    private Entity flowed() {
        StringBuilder text = new StringBuilder();
        for (String line : Language.ENGLISH.prose(random, length()).split("\r\n")) {
            text.append(random.nextInt(3) == 0 ? "> " : "").append(line);
            text.append(line.endsWith(".") || line.isEmpty() ? "\r\n" : " \r\n");
        }
        text.append(" >not a quote\r\n From the start\r\n-- \r\nsignature\r\n");
        return new Entity("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no\r\n", text.toString());
    }

    private Entity alternative(Choice choice) {
        return Entity.multipart("alternative", boundary(), List.of(plain(choice), html(choice)));
    }

    private Entity related(Choice choice) {
        List<Entity> parts = new ArrayList<>(List.of(html(choice)));
        for (int i = random.nextInt(3); i >= 0; i--) {
            parts.add(attachments.picture(random).under("Content-ID: <picture" + i + "@example.org>\r\n"));
        }
        return Entity.multipart("related", boundary(), parts);
    }

    private Entity attachment(Choice choice, Weight weight) {
        List<Entity> parts = new ArrayList<>(List.of(random.nextBoolean() ? plain(choice) : alternative(choice)));
        switch (weight) {
            case USUAL -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    parts.add(attachments.any(random));
                }
            }
            case BIG -> parts.add(attachments.big(random));
            case GIANT -> parts.add(attachments.giant());
        }
        return Entity.multipart("mixed", boundary(), parts);
    }

    private Entity forward(Choice choice) {
        Entity inner =
                random.nextInt(3) == 0 ? related(choice) : random.nextBoolean() ? forward(choice) : plain(choice);
        Head.Sent old = head.next(random, choice.language(), choice.charset());
        return Entity.multipart("mixed", boundary(), List.of(plain(choice), Entity.message(inner.under(old.lines()))));
    }

    private Entity calendar(Choice choice, Head.Sent sent) {
        String event =
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:"
                        + sent.messageId().replaceAll("[<>]", "")
                        + "\r\nDTSTAMP:20240102T080000Z\r\nDTSTART:20240109T100000Z\r\n"
                        + "DTEND:20240109T110000Z\r\nSUMMARY:"
                        + choice.language().phrase(random, 4)
                        + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        Entity invitation = Entity.text("text/calendar; method=REQUEST", "UTF-8", Encoding.QUOTED_PRINTABLE, event);
        return Entity.multipart("alternative", boundary(), List.of(plain(choice), html(choice), invitation));
    }

    // RFC 3464
    private Entity report() {
        Choice english = new Choice(Language.ENGLISH, "US-ASCII");
        Entity status = new Entity("Content-Type: message/delivery-status\r\n", """
                Reporting-MTA: dns; mx.example.com

                Final-Recipient: rfc822; nobody@example.com
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user
                """.replace("\n", "\r\n"));
        Head.Sent old = head.next(random, Language.ENGLISH, "US-ASCII");
        Entity returned = new Entity("Content-Type: text/rfc822-headers\r\n", old.lines());
        return Entity.multipart(
                "report; report-type=delivery-status", boundary(), List.of(plain(english), status, returned));
    }

    private Entity list(Choice choice) {
        Entity signature = new Entity(
                "Content-Type: application/pgp-signature; name=\"signature.asc\"\r\n",
                "-----BEGIN PGP SIGNATURE-----\r\n\r\n" + Encoding.BASE64.encode(noise(300))
                        + "-----END PGP SIGNATURE-----\r\n");
        Entity footer = Entity.text(
                "text/plain", "UTF-8", Encoding.EIGHT_BIT, "_______\r\nlist mailing list — list@lists.example.org\r\n");
        Entity signed = Entity.multipart("signed; micalg=pgp-sha512", boundary(), List.of(plain(choice), signature));
        return Entity.multipart("mixed", boundary(), List.of(signed, footer));
    }

    /** The header lines that lists, filters and signing relays add: many, and some very long. */
    private String listLines() {
        StringBuilder spam = new StringBuilder("X-Spam-Status: No, score=-1.9 tests=");
        for (int i = 0; i < 30 + random.nextInt(60); i++) {
            spam.append("RULE_NUMBER_").append(i).append(',');
        }
        return head.received(random, 6) + "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=mail;\r\n\tb="
                + Encoding.BASE64.encode(noise(256)).strip().replace("\r\n", "\r\n\t ")
                + "\r\n" + spam + "\r\nList-Id: A list <list.lists.example.org>\r\nPrecedence: list\r\n"
                + "List-Unsubscribe: <https://lists.example.org/" + "long-path/".repeat(40) + ">,\r\n"
                + " <mailto:list-request@lists.example.org?subject=unsubscribe>\r\n";
    }

    private Entity nested(Choice choice, int depth) {
        Entity inner = depth == 0 ? attachment(choice, Weight.USUAL) : nested(choice, depth - 1);
        return Entity.multipart("mixed", boundary(), List.of(plain(choice), inner));
    }

    private static String garbage(Head.Sent sent) {
        return sent.lines() + "this line is no header line\r\nX-Fine: yes\r\n: no name\r\nNo Colon Here\r\n"
                + "X-Space : before the colon\r\nX-Empty:\r\n\t\r\n";
    }

    private String raw(Head.Sent sent) {
        Language german = Language.FOREIGN.getFirst();
        String text =
                "Subject: zwei Betreffs, für alle\r\nX-Bytes: \u0080\u00ff\u00c3\r\n\r\n" + german.prose(random, 900);
        return sent.lines() + new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }

    private String badEncoding(Head.Sent sent) {
        return sent.lines().replaceFirst("Date: [^\r]*", "Date: Someday, 99 Foo 20xx 25:61:61 +9999")
                + "X-Words: =?utf-8?B?====?= =?no-such-charset?Q?=ZZ=4?= =?utf-8?Q?open\r\n"
                + "Content-Type: text/plain; charset=\"no-such-charset; name*0*=utf-8''%zz\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + "This is !!! not base64 ===\r\n"
                + Encoding.BASE64.encode(noise(700)).substring(0, 301) + "\r\n=\r\n";
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
