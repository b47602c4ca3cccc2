package org.jdbmail.core.moving.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.imapclient.ImapConnection;
import org.jdbmail.core.imapclient.ImapResponse;
import org.jdbmail.core.imapclient.ImapValue;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.moving.source.Origins;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a mailbox on a server, as they are known again on another: by the fields of their heads that no server changes. Those
 * that are alike in these are told apart by their number only.
 *
 * @param permanent the flags that can be set for good; {@code \*} for any
 */
record RemoteMessages(List<Message> messages, Set<String> permanent) {
    private static final String ITEMS =
            "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM TO CC SUBJECT)]";

    /** Gmail's: the mailboxes that show a message; a mailbox does not name itself. */
    private static final String LABELS = "X-GM-LABELS";

    /**
     * A message.
     *
     * @param key what it is known again by
     * @param date INTERNALDATE as the server has it
     * @param flags without {@code \Recent}
     */
    record Message(long uid, String key, Set<String> flags, String date, long size) {}

    /** Opens a mailbox that is copied from, and lists what is meant of it. */
    static RemoteMessages list(ImapConnection connection, RemoteBox box) throws IOException {
        return list(connection, box.wire(), false, box.elsewhere());
    }

    /**
     * Opens a mailbox and lists it.
     *
     * @param isWritten whether something is to be changed there
     */
    static RemoteMessages list(ImapConnection connection, String wire, boolean isWritten) throws IOException {
        return list(connection, wire, isWritten, null);
    }

    private static RemoteMessages list(
            ImapConnection connection, String wire, boolean isWritten, @Nullable Set<String> elsewhere)
            throws IOException {
        Set<String> permanent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        long[] exists = new long[1];
        connection.command((isWritten ? "SELECT " : "EXAMINE ") + ImapConnection.quoted(wire), response -> {
            if (response.is(1, "EXISTS")) {
                exists[0] = number(response.words().getFirst().text());
            }
            if (response.is(0, "OK") && response.text().toUpperCase(Locale.ROOT).startsWith("[PERMANENTFLAGS (")) {
                String flags = response.text().substring("[PERMANENTFLAGS (".length());
                int end = flags.indexOf(')');
                if (end > 0) {
                    permanent.addAll(List.of(flags.substring(0, end).split(" ")));
                }
            }
        });
        List<Message> messages = new ArrayList<>();
        if (exists[0] > 0) {
            connection.command("FETCH 1:* (" + ITEMS + (elsewhere == null ? "" : " " + LABELS) + ")", response -> {
                Map<String, ImapValue> items = items(response);
                boolean isMeant = elsewhere == null || hasNone(items.get(LABELS), elsewhere);
                if (items.containsKey("UID") && items.size() > 2 && isMeant) {
                    messages.add(message(items));
                }
            });
        }
        return new RemoteMessages(messages, permanent);
    }

    /** Whether a message has none of these labels; one of which that is not told is not meant. */
    private static boolean hasNone(@Nullable ImapValue labels, Set<String> elsewhere) {
        return labels != null
                && labels.values().stream()
                        .map(label -> label.text().toUpperCase(Locale.ROOT))
                        .noneMatch(elsewhere::contains);
    }

    /** What a FETCH response says, by item. */
    static Map<String, ImapValue> items(ImapResponse response) {
        Map<String, ImapValue> items = new HashMap<>();
        if (response.is(1, "FETCH") && response.words().size() > 2) {
            List<ImapValue> values = response.words().get(2).values();
            for (int i = 0; i + 1 < values.size(); i += 2) {
                String name = values.get(i).text().toUpperCase(Locale.ROOT);
                int bracket = name.indexOf('[');
                items.put(bracket < 0 ? name : name.substring(0, bracket), values.get(i + 1));
            }
        }
        return items;
    }

    private static Message message(Map<String, ImapValue> items) {
        Set<String> flags = flags(items.getOrDefault("FLAGS", new ImapValue.Nil()));
        String date = items.getOrDefault("INTERNALDATE", new ImapValue.Nil()).text();
        long size =
                number(items.getOrDefault("RFC822.SIZE", new ImapValue.Nil()).text());
        ImapValue head = items.getOrDefault("BODY", new ImapValue.Nil());
        return new Message(
                number(items.getOrDefault("UID", new ImapValue.Nil()).text()),
                key(head, date, size),
                flags,
                date,
                size);
    }

    private static String key(ImapValue head, String date, long size) {
        String text = head instanceof ImapValue.Text(MessageBytes bytes)
                ? new String(bytes.slice(0, bytes.size()), ISO_8859_1)
                : "";
        // In whatever order, and however folded.
        TreeSet<String> fields = new TreeSet<>();
        for (String field : text.replaceAll("\r?\n[ \t]+", " ").split("\r?\n")) {
            String plain = field.replaceAll("[ \t]+", " ").strip();
            if (!plain.isEmpty()) {
                int colon = Math.max(0, plain.indexOf(':'));
                fields.add(plain.substring(0, colon).toUpperCase(Locale.ROOT) + plain.substring(colon));
            }
        }
        String all = fields.isEmpty() ? date + " " + size : String.join("\n", fields);
        return HexFormat.of().formatHex(Origins.sha256().digest(all.getBytes(ISO_8859_1)));
    }

    private static Set<String> flags(ImapValue list) {
        Set<String> flags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        list.values().forEach(flag -> flags.add(flag.text()));
        flags.remove("\\Recent");
        return flags;
    }

    /** A number; 0 for what is none. */
    static long number(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(text)
                : 0;
    }

    /**
     * Of those flags the ones that can be set here. Another server may say anything where a flag belongs; what is no atom would be
     * more than a flag in a command.
     */
    Set<String> possible(Set<String> flags) {
        Set<String> possible = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String flag : flags) {
            if (permanent.contains(flag) || permanent.contains("\\*") && FlagSet.isKeyword(flag)) {
                possible.add(flag);
            }
        }
        return possible;
    }
}
