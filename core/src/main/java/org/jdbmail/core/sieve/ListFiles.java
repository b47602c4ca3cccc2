package org.jdbmail.core.sieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sieve.host.ListNames;
import org.jspecify.annotations.Nullable;

/**
 * Lists outside of scripts (RFC 6134), from the administrator's folder. The list {@code :addrbook:NAME} is the file {@code
 * lists/NAME.txt}, for one account {@code lists/of/LOGIN/NAME.txt}, which comes first; each line is an entry, and what begins with
 * {@code #} is none. The address book {@code default} every account has, if only an empty one. What is compared is told without
 * regard to case.
 */
final class ListFiles {
    private static final String BOOK = "urn:ietf:params:sieve:addrbook:";

    /** The largest file that is taken for a list. */
    private static final long LARGEST = 16L << 20;

    /** Files that are remembered. */
    private static final int MOST = 10_000;

    /**
     * A list.
     *
     * @param entries as they are written, by their lower case
     */
    private record Found(Optional<Map<String, String>> entries, Instant until) {}

    private final Optional<Path> folder;
    private final Duration remembered;
    private final InstantSource clock;
    private final Map<Path, Found> known = new ConcurrentHashMap<>();

    ListFiles(Optional<Path> folder, Duration remembered, InstantSource clock) {
        this.folder = folder;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** Whether an account has a list of that name, as {@link ListNames#plain} gives it. */
    boolean has(String login, String name) {
        return entries(login, name).isPresent();
    }

    /** The entry that a value is; null if it is none. */
    @Nullable
    String find(String login, String name, String value) {
        return entries(login, name)
                .map(entries -> entries.get(value.strip().toLowerCase(Locale.ROOT)))
                .orElse(null);
    }

    /** All entries; empty if there is no such list. */
    Optional<List<String>> all(String login, String name) {
        return entries(login, name).map(entries -> List.copyOf(entries.values()));
    }

    private Optional<Map<String, String>> entries(String login, String name) {
        String book = name.startsWith(BOOK) ? name.substring(BOOK.length()) : "";
        if (!isName(book)) {
            return Optional.empty();
        }
        Optional<Map<String, String>> found = Optional.empty();
        if (folder.isPresent()) {
            Path lists = folder.get().resolve("lists");
            if (isName(login)) {
                found = file(lists.resolve("of").resolve(login).resolve(book + ".txt"));
            }
            if (found.isEmpty()) {
                found = file(lists.resolve(book + ".txt"));
            }
        }
        return found.isEmpty() && name.equals(ListNames.DEFAULT) ? Optional.of(Map.of()) : found;
    }

    /** Names with which nobody gets out of the folder. */
    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 200
                && !text.startsWith(".")
                && text.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
    }

    private Optional<Map<String, String>> file(Path file) {
        Instant now = clock.instant();
        Found found = known.get(file);
        if (found == null || !now.isBefore(found.until)) {
            if (known.size() >= MOST) {
                known.clear();
            }
            found = new Found(read(file), now.plus(remembered));
            known.put(file, found);
        }
        return found.entries;
    }

    private static Optional<Map<String, String>> read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("larger than " + LARGEST + " bytes");
            }
            Map<String, String> entries = new LinkedHashMap<>();
            for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                String entry = line.strip();
                if (!entry.isEmpty() && !entry.startsWith("#")) {
                    entries.putIfAbsent(entry.toLowerCase(Locale.ROOT), entry);
                }
            }
            return Optional.of(entries);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // there needn't be one
        } catch (IOException e) {
            // RFC 6134 §2.2: nobody is to be taken for a stranger since a disk is away for a moment.
            throw new Refusal(Reason.UNAVAILABLE, "the list " + file + " can't be read now: " + e.getMessage(), e);
        }
    }
}
