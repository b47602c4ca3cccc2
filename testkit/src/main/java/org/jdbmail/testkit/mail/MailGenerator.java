package org.jdbmail.testkit.mail;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Generates realistic mail: the same sequence for the same seed.
 *
 * <p>Most messages are texts of a few KB, some carry files of tens or hundreds of KB; in 400 there are sixteen with a file of one
 * to three MB and one of 20 MB. About one in twenty is broken in a way in which mail is broken. Nothing is taken from anybody's mail.
 * Not safe for several threads.
 */
public final class MailGenerator {
    /** The size of the biggest messages, in bytes, roughly. */
    public static final int MAX_SIZE = 20_000_000;

    private static final int PERIOD = 400;
    private static final int GIANT_AT = 199;
    private static final int BIG_EVERY = 25;
    private static final int BIG_AT = 12;

    private final Random random;
    private final Head head;
    private final Bodies bodies;
    private int number;

    /** A sequence with messages up to 20 MB. */
    public MailGenerator(long seed) {
        this(seed, MAX_SIZE);
    }

    /**
     * A sequence of smaller messages.
     *
     * @param seed any number
     * @param maxAttachment the size in bytes that no attached file exceeds before its encoding
     */
    public MailGenerator(long seed, int maxAttachment) {
        this.random = new Random(seed);
        this.head = new Head(seed);
        this.bodies = new Bodies(random, head, new Attachments(seed, maxAttachment));
    }

    /** The next message. */
    public GeneratedMail next() {
        int place = number % PERIOD;
        if (place == GIANT_AT) {
            return write(MailKind.ATTACHMENT, Bodies.Weight.GIANT);
        }
        if (place % BIG_EVERY == BIG_AT) {
            return write(MailKind.ATTACHMENT, Bodies.Weight.BIG);
        }
        return next(kind());
    }

    /** The next message, of this kind. */
    public GeneratedMail next(MailKind kind) {
        return write(kind, Bodies.Weight.USUAL);
    }

    /**
     * The next message, a plain text of just this size.
     *
     * @param size in bytes; at least 2,000
     */
    public GeneratedMail sized(int size) {
        Head.Sent sent = head.next(random, Language.ENGLISH, "US-ASCII");
        StringBuilder text = new StringBuilder(sent.lines());
        text.append("Content-Type: text/plain; charset=US-ASCII\r\n\r\n");
        if (text.length() > size - 2) {
            throw new IllegalArgumentException("the header alone has " + text.length() + " bytes");
        }
        text.append(Language.ENGLISH.prose(random, size - text.length()));
        text.setLength(size - 2);
        // The cut may have gone through a line end.
        while (text.charAt(text.length() - 1) == '\r' || text.charAt(text.length() - 1) == '\n') {
            text.setCharAt(text.length() - 1, '.');
        }
        return finish(MailKind.PLAIN, sent, text.append("\r\n").toString());
    }

    private GeneratedMail write(MailKind kind, Bodies.Weight weight) {
        Bodies.Choice choice = bodies.choose(kind);
        Head.Sent sent = head.next(random, choice.language(), choice.charset());
        return finish(kind, sent, bodies.message(kind, weight, choice, sent));
    }

    private GeneratedMail finish(MailKind kind, Head.Sent sent, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new GeneratedMail(number++, kind, sent.messageId(), sent.subject(), bytes);
    }

    private MailKind kind() {
        int sum = 0;
        for (MailKind kind : MailKind.values()) {
            sum += kind.weight();
        }
        int place = random.nextInt(sum);
        for (MailKind kind : MailKind.values()) {
            place -= kind.weight();
            if (place < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("weights changed while they were counted");
    }
}
