package org.jdbmail.core.sending;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table in the text form of Postfix's {@code hash:} and {@code texthash:} tables: a key, blanks, a value; {@code #} begins a comment, and a
 * line that begins with a blank goes on with the one before. The text itself is read, never what {@code postmap} made of it, and read again
 * when it has changed. Keys are compared without regard to case. Safe for any number of threads.
 */
public final class PostfixTable {
    private static final Logger LOG = LoggerFactory.getLogger(PostfixTable.class);
    private static final long MOST_OCTETS = 64L << 20;

    /** How often is looked whether the file has changed. */
    private static final Duration LOOKS = Duration.ofSeconds(2);

    private record Read(FileTime when, Map<String, String> entries) {}

    private final Path file;
    private volatile Read read = new Read(FileTime.fromMillis(0), Map.of());
    private volatile long looked = System.nanoTime() - LOOKS.toNanos();

    private PostfixTable(Path file) {
        this.file = file;
    }

    /**
     * The table that {@code hash:/path}, {@code texthash:/path}, {@code lmdb:/path}, {@code btree:/path}, {@code dbm:/path} or just a path
     * names.
     *
     * @throws IllegalArgumentException for a kind of table that is not understood
     */
    public static PostfixTable of(String name) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? "" : name.substring(0, colon);
        if (!List.of("", "hash", "texthash", "lmdb", "btree", "dbm", "cdb").contains(kind)) {
            throw new IllegalArgumentException("tables of the kind " + kind + " are not understood");
        }
        return new PostfixTable(Path.of(name.substring(colon + 1)));
    }

    /** The value of the first of those keys that has one. A table that can't be read has what it had before. */
    public Optional<String> find(String... keys) {
        Map<String, String> entries = entries();
        for (String key : keys) {
            String value = entries.get(key.toLowerCase(Locale.ROOT));
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private Map<String, String> entries() {
        long now = System.nanoTime();
        if (now - looked >= LOOKS.toNanos()) {
            looked = now;
            try {
                FileTime when = Files.getLastModifiedTime(file);
                if (!when.equals(read.when())) {
                    if (Files.size(file) > MOST_OCTETS) {
                        throw new IOException("it is too large");
                    }
                    read = new Read(when, parse(Files.readAllLines(file, StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                LOG.warn("{} can't be read: {}", file, e.toString());
            }
        }
        return read.entries();
    }

    static Map<String, String> parse(List<String> lines) {
        Map<String, String> entries = new HashMap<>();
        StringBuilder logical = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                add(entries, logical.toString());
                logical.setLength(0);
            }
            logical.append(line.strip()).append(' ');
        }
        add(entries, logical.toString());
        return Map.copyOf(entries);
    }

    private static void add(Map<String, String> entries, String line) {
        String[] words = line.strip().split("\\s+", 2);
        if (words.length == 2) {
            entries.putIfAbsent(words[0].toLowerCase(Locale.ROOT), words[1].strip());
        }
    }
}
