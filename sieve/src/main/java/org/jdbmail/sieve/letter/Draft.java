package org.jdbmail.sieve.letter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;

/** A message that is being written: its fields, then its body. No value can become a field of its own. */
public final class Draft {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss xx", Locale.ENGLISH);
    private static final int LONGEST_LINE = 998;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

    private final StringBuilder text = new StringBuilder();

    /** Begins with the fields that every message has. */
    public Draft(String messageId, Instant time, ZoneId zone) {
        plain("Message-ID", messageId);
        plain("Date", DATE.format(time.atZone(zone)));
    }

    /** Begins with nothing. */
    public Draft() {}

    /** Adds a field of ASCII, which is folded at its spaces. */
    public Draft plain(String name, String value) {
        return add(name, Words.fold(Words.clean(value), name.length() + 2));
    }

    /** Adds a field of any text. */
    public Draft text(String name, String value) {
        return add(name, Words.encode(value, name.length() + 2));
    }

    /** Adds a field with one address. */
    public Draft address(String name, String display, Address address) {
        return add(name, written(display, address));
    }

    /** Adds a field with addresses, as {@link #written} gives them. */
    public Draft addresses(String name, List<String> written) {
        return add(name, String.join(",\r\n ", written));
    }

    /** The name that stands before an address; empty if none does. */
    public static String displayName(String text) {
        for (MailAddress address : AddressParser.parse(Field.named("To", text).values())) {
            String name = address.displayName();
            if (name != null) {
                return name;
            }
        }
        return "";
    }

    /** An address with the name of who has it. */
    public static String written(String display, Address address) {
        String clean = Words.clean(display);
        if (clean.isEmpty()) {
            return address.written();
        }
        boolean ascii = clean.chars().allMatch(c -> c < 128);
        String name = !ascii
                ? Words.encode(clean, 12)
                : clean.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
                        ? clean
                        : '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return name + " <" + address.written() + '>';
    }

    private Draft add(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /** Ends it with a plain text, in an encoding that every server takes. */
    public byte[] plainBody(String body) {
        add("MIME-Version", "1.0");
        textPart(body);
        return bytes();
    }

    /** Writes a part of plain text: its fields, blank line, and body. */
    public Draft textPart(String body) {
        String lines = lines(body);
        boolean ascii = lines.chars().allMatch(c -> c < 128 && c != 0);
        add("Content-Type", "text/plain; charset=utf-8");
        if (ascii && !hasLongLine(lines)) {
            add("Content-Transfer-Encoding", "7bit");
            text.append("\r\n").append(lines);
        } else {
            add("Content-Transfer-Encoding", "base64");
            text.append("\r\n")
                    .append(LINES.encodeToString(lines.getBytes(StandardCharsets.UTF_8)))
                    .append("\r\n");
        }
        return this;
    }

    /** Ends it with a MIME entity, its fields and body, as it is. */
    public byte[] entity(String entity) {
        add("MIME-Version", "1.0");
        text.append(lines(entity));
        return bytes();
    }

    /** What is written so far. */
    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text with CRLF at the end of each line, and of the last one. */
    public static String lines(String body) {
        String lines = body.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return lines.endsWith("\n") || lines.isEmpty() ? lines : lines + "\r\n";
    }

    private static boolean hasLongLine(String lines) {
        return lines.lines().anyMatch(line -> line.length() > LONGEST_LINE);
    }
}
