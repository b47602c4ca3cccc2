package org.jdbmail.core.moving.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.mail.FlagSet;

/**
 * The messages of a mailbox as a backup keeps them.
 *
 * @param seq the mailbox's HIGHESTMODSEQ
 * @param messages in ascending order of UID
 */
record BoxListing(long seq, long uidNext, List<Entry> messages) {
    /**
     * A message.
     *
     * @param received its internal date, in seconds since 1970
     * @param saved when it came into the mailbox, in seconds since 1970; 0 for that date
     */
    record Entry(
            long uid,
            long physId,
            String digest,
            long size,
            FlagSet flags,
            boolean recent,
            long received,
            long saved,
            String uniqueId) {}

    byte[] bytes() {
        StringBuilder text = new StringBuilder(messages.size() * 160);
        Words.line(text, List.of("mailbox", Long.toString(seq), Long.toString(uidNext)));
        for (Entry entry : messages) {
            Words.line(
                    text,
                    List.of(
                            Long.toString(entry.uid),
                            Long.toString(entry.physId),
                            entry.digest,
                            Long.toString(entry.size),
                            Integer.toString(entry.flags.system()),
                            entry.recent ? "1" : "0",
                            Long.toString(entry.received),
                            Long.toString(entry.saved),
                            entry.uniqueId,
                            String.join(" ", entry.flags.keywords())));
        }
        return text.toString().getBytes(UTF_8);
    }

    static BoxListing of(byte[] bytes) throws IOException {
        String[] lines = new String(bytes, UTF_8).split("\n");
        List<String> head = Words.of(lines[0]);
        List<Entry> entries = new ArrayList<>(lines.length);
        for (int i = 1; i < lines.length; i++) {
            List<String> words = Words.of(lines[i]);
            if (words.size() != 10) {
                throw new IOException("a line of the backup is not as it should be");
            }
            List<String> keywords = Arrays.stream(words.get(9).split(" "))
                    .filter(word -> !word.isEmpty())
                    .toList();
            entries.add(new Entry(
                    Words.number(words, 0),
                    Words.number(words, 1),
                    words.get(2),
                    Words.number(words, 3),
                    FlagSet.of((int) Words.number(words, 4), keywords),
                    words.get(5).equals("1"),
                    Words.number(words, 6),
                    Words.number(words, 7),
                    words.get(8)));
        }
        return new BoxListing(Words.number(head, 1), Words.number(head, 2), entries);
    }
}
