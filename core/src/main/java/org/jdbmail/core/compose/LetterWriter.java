package org.jdbmail.core.compose;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * Writes a message, field by field and then its body. Texts may come from anywhere: whatever could end a line in them becomes a space, and
 * what is beyond ASCII is encoded, so that a message is what its writer meant and every server takes it.
 */
public final class LetterWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Octets of text in an encoded word: with its frame it stays below 76 characters (RFC 2047 §2). */
    private static final int WORD = 42;

    private static final int LINE = 76;

    /** Characters of a field that anybody needs. */
    private static final int LONGEST = 2_000;

    private final StringBuilder out = new StringBuilder(1024);

    /** Adds a field with a text. */
    public LetterWriter field(String name, String text) {
        String clean = clean(text);
        boolean isPlain = clean.chars().allMatch(c -> c < 0x7f) && !clean.contains("=?");
        out.append(name)
                .append(": ")
                .append(isPlain ? folded(clean, name.length() + 2) : words(clean))
                .append("\r\n");
        return this;
    }

    /** Adds a field whose value is known to be well-formed, and no longer than a line. */
    public LetterWriter known(String name, String value) {
        out.append(name).append(": ").append(clean(value)).append("\r\n");
        return this;
    }

    /** Adds a field with an address. */
    public LetterWriter address(String name, EnvelopeAddress address) {
        return known(name, "<" + address + ">");
    }

    /** Adds a field with a name and an address. */
    public LetterWriter address(String field, String name, EnvelopeAddress address) {
        String clean = clean(name);
        boolean isPlain =
                clean.chars().allMatch(c -> c == ' ' || c >= '0' && c <= '9' || Character.isLetter(c) && c < 0x80);
        return known(field, (isPlain ? clean : words(clean).replace("\r\n", "")) + " <" + address + ">");
    }

    /** Adds Date and Message-ID. */
    public LetterWriter identity(Instant when, String host) {
        known("Date", DATE.format(when));
        return known("Message-ID", "<" + UUID.randomUUID() + "@" + host + ">");
    }

    /** Ends the message with a text, in lines that end by LF or CRLF. */
    public byte[] text(String body) {
        known("MIME-Version", "1.0");
        return textPart(body);
    }

    /** As {@link #text}, where MIME-Version was said before. */
    public byte[] textPart(String body) {
        known("Content-Type", "text/plain; charset=utf-8");
        known("Content-Transfer-Encoding", "quoted-printable");
        out.append("\r\n").append(QuotedPrintable.of(body));
        return bytes();
    }

    /** Ends the header with a blank line. */
    public LetterWriter endHeader() {
        out.append("\r\n");
        return this;
    }

    /** What was written, as UTF-8. */
    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A text on one line: control characters become spaces. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            clean.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        if (end > 0 && Character.isHighSurrogate(clean.charAt(end - 1))) {
            clean.setLength(end - 1);
        }
        return clean.toString().strip();
    }

    // RFC 5322 §2.2.3
    private static String folded(String text, int before) {
        StringBuilder folded = new StringBuilder(text.length() + 16);
        int column = before;
        for (String word : text.split(" ", -1)) {
            if (!folded.isEmpty()) {
                boolean isLong = column + 1 + word.length() > LINE && column > 1 && !word.isEmpty();
                folded.append(isLong ? "\r\n " : " ");
                column = isLong ? 1 : column + 1;
            }
            folded.append(word);
            column += word.length();
        }
        return folded.toString();
    }

    // RFC 2047 §4.1, §5: each word on a line of its own, no character parted.
    private static String words(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder piece = new StringBuilder();
        int octets = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int size = new String(Character.toChars(character)).getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > WORD) {
                append(words, piece);
                octets = 0;
            }
            piece.appendCodePoint(character);
            octets += size;
            i += Character.charCount(character);
        }
        append(words, piece);
        return words.toString();
    }

    private static void append(StringBuilder words, StringBuilder piece) {
        words.append(words.isEmpty() ? "" : "\r\n ")
                .append("=?utf-8?B?")
                .append(Base64.getEncoder().encodeToString(piece.toString().getBytes(StandardCharsets.UTF_8)))
                .append("?=");
        piece.setLength(0);
    }
}
