package org.jdbmail.core.moving.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;

/**
 * What mail programs keep in the head of a message in an mbox, for themselves: flags, keywords, UIDs. These fields are no part of the
 * message, and what is left without them is.
 *
 * @param notes the values of such fields, by name in lower case
 * @param message the message without them
 */
@SuppressWarnings("ArrayRecordComponent") // made for one use, and never compared
record MboxHead(Map<String, String> notes, byte[] message) {
    private static final Set<String> NAMES =
            Set.of("status", "x-status", "x-keywords", "x-uid", "x-imapbase", "x-imap", "content-length");

    private static final int LONGEST_NAME = 20;

    /** Takes them out of a message as it stands in the file. */
    static MboxHead of(byte[] all) {
        Map<String, String> notes = new HashMap<>();
        byte[] rest = new byte[all.length];
        int length = 0;
        int at = 0;
        boolean isDropped = false;
        while (at < all.length) {
            int end = at;
            while (end < all.length && all[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, all.length);
            int text = lineLength(all, at, end);
            if (text == 0) {
                break;
            }
            boolean isFolded = all[at] == ' ' || all[at] == '\t';
            if (!isFolded) {
                String name = name(all, at, at + text);
                isDropped = NAMES.contains(name);
                if (isDropped) {
                    notes.putIfAbsent(
                            name,
                            new String(all, at + name.length() + 1, text - name.length() - 1, ISO_8859_1).strip());
                }
            }
            if (!isDropped) {
                System.arraycopy(all, at, rest, length, end - at);
                length += end - at;
            }
            at = end;
        }
        if (notes.isEmpty()) {
            return new MboxHead(notes, all);
        }
        System.arraycopy(all, at, rest, length, all.length - at);
        return new MboxHead(notes, Arrays.copyOf(rest, length + all.length - at));
    }

    private static int lineLength(byte[] all, int from, int to) {
        int end = to;
        if (end > from && all[end - 1] == '\n') {
            end--;
        }
        if (end > from && all[end - 1] == '\r') {
            end--;
        }
        return end - from;
    }

    private static String name(byte[] all, int from, int to) {
        int colon = from;
        while (colon < to && all[colon] != ':' && colon - from <= LONGEST_NAME) {
            colon++;
        }
        return colon < to && all[colon] == ':'
                ? new String(all, from, colon - from, ISO_8859_1).toLowerCase(Locale.ROOT)
                : "";
    }

    private String note(String name) {
        return notes.getOrDefault(name, "");
    }

    FlagSet flags() {
        String marks = note("x-status");
        int bits = (note("status").contains("R") ? Flag.SEEN.bit() : 0)
                | (marks.contains("A") ? Flag.ANSWERED.bit() : 0)
                | (marks.contains("F") ? Flag.FLAGGED.bit() : 0)
                | (marks.contains("D") ? Flag.DELETED.bit() : 0)
                | (marks.contains("T") ? Flag.DRAFT.bit() : 0);
        Set<String> keywords = new TreeSet<>();
        for (String keyword : note("x-keywords").split("\\s+")) {
            if (FlagSet.isKeyword(keyword)) {
                keywords.add(keyword);
            }
        }
        return FlagSet.of(bits, keywords);
    }

    boolean isRecent() {
        return notes.containsKey("status") && !note("status").contains("O");
    }

    long uid() {
        return number(note("x-uid"));
    }

    long uidValidity() {
        for (String name : List.of("x-imapbase", "x-imap")) {
            String[] words = note(name).split("\\s+");
            if (number(words[0]) > 0) {
                return number(words[0]);
            }
        }
        return 0;
    }

    /** Whether this is no message, but where some programs keep what they know of the mailbox. */
    boolean isFolderData() {
        return notes.containsKey("x-imap")
                && new String(message, 0, Math.min(message.length, 2_000), ISO_8859_1).contains("FOLDER INTERNAL DATA");
    }

    private static long number(String text) {
        return !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(text)
                : 0;
    }
}
