package org.jdbmail.core.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file of lines means, read again when it has changed. Safe for any number of threads.
 *
 * @param <T> what it means
 */
public final class WatchedFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    private static final long MOST_OCTETS = 64L << 20;

    /** How often is looked whether the file has changed. */
    private static final Duration LOOKS = Duration.ofSeconds(2);

    private record Read<T>(FileTime when, T meaning) {}

    private final Path file;
    private final Function<List<String>, T> reader;
    private volatile @Nullable Read<T> read;
    private volatile long looked = System.nanoTime() - LOOKS.toNanos();

    /** @param reader makes something of the file's lines */
    public WatchedFile(Path file, Function<List<String>, T> reader) {
        this.file = file;
        this.reader = reader;
    }

    /**
     * What the file means now. One that can't be read any more means what it meant before.
     *
     * @throws Refusal UNAVAILABLE if it could never be read
     */
    public T meaning() {
        long now = System.nanoTime();
        Read<T> known = read;
        if (known == null || now - looked >= LOOKS.toNanos()) {
            looked = now;
            known = look(known);
        }
        return known.meaning();
    }

    private synchronized Read<T> look(@Nullable Read<T> known) {
        try {
            FileTime when = Files.getLastModifiedTime(file);
            Read<T> newest = read;
            if (newest != null && when.equals(newest.when())) {
                return newest;
            }
            if (Files.size(file) > MOST_OCTETS) {
                throw new IOException("it is too large");
            }
            Read<T> fresh = new Read<>(when, reader.apply(Files.readAllLines(file, StandardCharsets.UTF_8)));
            read = fresh;
            return fresh;
        } catch (IOException e) {
            LOG.warn("{} can't be read: {}", file, e.toString());
            if (known == null) {
                throw new Refusal(Reason.UNAVAILABLE, "a table of this server can't be read now", e);
            }
            return known;
        }
    }

    /** Lines as Postfix reads them: without comments, and with those that begin with a blank as a part of the one before. */
    public static List<String> logical(List<String> lines) {
        List<String> all = new ArrayList<>();
        StringBuilder logical = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                add(all, logical);
            }
            logical.append(line.strip()).append(' ');
        }
        add(all, logical);
        return all;
    }

    private static void add(List<String> all, StringBuilder logical) {
        String line = logical.toString().strip();
        if (!line.isEmpty()) {
            all.add(line);
        }
        logical.setLength(0);
    }
}
