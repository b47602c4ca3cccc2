package org.jdbmail.core.table;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The text of Postfix's {@code hash:} and {@code texthash:} tables: a key, blanks, a value; {@code #} begins a comment, and a line that begins with a
 * blank goes on with the one before. The text itself is read, never what {@code postmap} made of it.
 */
final class TextTable implements LookupTable {
    private final WatchedFile<Map<String, String>> entries;

    TextTable(Path file) {
        this.entries = new WatchedFile<>(file, TextTable::parse);
    }

    @Override
    public Optional<String> find(String key, boolean isPart) {
        return Optional.ofNullable(entries.meaning().get(key.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, String> parse(List<String> lines) {
        Map<String, String> entries = new HashMap<>();
        for (String line : WatchedFile.logical(lines)) {
            int end = keyEnd(line);
            String key = line.substring(0, end);
            String value = line.substring(end).strip();
            if (!value.isEmpty()) {
                entries.putIfAbsent(unquoted(key).toLowerCase(Locale.ROOT), value);
            }
        }
        return Map.copyOf(entries);
    }

    /** A key may have quotes, which keep blanks together. */
    private static int keyEnd(String line) {
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && Character.isWhitespace(c)) {
                return i;
            }
        }
        return line.length();
    }

    private static String unquoted(String key) {
        return key.replace("\"", "");
    }
}
