package org.jdbmail.core.moving.maildir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Dovecot's {@code dovecot-uidlist}: the UIDVALIDITY of a mailbox, and the UID of each file by its base
 * (doc.dovecot.org, "Maildir", of version 1 and 3). What is no line of it is passed over: such a file is known by its name alone.
 */
record UidList(long uidValidity, Map<String, Entry> entries) {
    static final String FILE = "dovecot-uidlist";

    /** @param uniqueId by which POP3 knows the message, where it is not made of the UID; empty for none */
    record Entry(long uid, String uniqueId) {}

    static final UidList NONE = new UidList(0, Map.of());

    private static final long MAX = 0xffff_ffffL;

    static UidList read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        List<String> lines = Files.readAllLines(file, ISO_8859_1);
        if (lines.isEmpty()) {
            return NONE;
        }
        String[] head = lines.getFirst().split(" ", -1);
        long validity = switch (head[0]) {
            case "1" -> head.length > 1 ? number(head[1]) : 0;
            case "3" -> extension(head, 'V').map(UidList::number).orElse(0L);
            default -> 0;
        };
        if (validity == 0) {
            return NONE;
        }
        Map<String, Entry> entries = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int name = head[0].equals("1") ? line.indexOf(' ') : line.indexOf(" :") + 1;
            if (name <= 0) {
                continue;
            }
            String[] words = line.substring(0, name).strip().split(" ");
            long uid = number(words[0]);
            if (uid > 0) {
                entries.put(
                        MaildirName.base(line.substring(name + 1)),
                        new Entry(uid, extension(words, 'P').orElse("")));
            }
        }
        return new UidList(validity, entries);
    }

    private static java.util.Optional<String> extension(String[] words, char letter) {
        for (int i = 1; i < words.length; i++) {
            if (!words[i].isEmpty() && words[i].charAt(0) == letter) {
                return java.util.Optional.of(words[i].substring(1));
            }
        }
        return java.util.Optional.empty();
    }

    /** A number of 32 bits; 0 for anything else. */
    private static long number(String text) {
        boolean isNumber =
                !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = isNumber ? Long.parseLong(text) : 0;
        return number <= MAX ? number : 0;
    }
}
