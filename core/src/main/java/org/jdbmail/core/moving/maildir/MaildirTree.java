package org.jdbmail.core.moving.maildir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.moving.source.SourceMailbox;

/**
 * All mailboxes of an account that is a Maildir: INBOX itself, and below it either folders with names like {@code .Sent.2026}
 * (Maildir++) or folders in folders (Dovecot's layout "fs").
 */
public final class MaildirTree {
    /** Levels of folders at most: a link that leads upwards ends somewhere. */
    private static final int DEPTH = 50;

    private static final Set<String> OWN = Set.of("cur", "new", "tmp");

    /** A point in a name: as it stands in the name of a folder, where a point separates levels. */
    static final String POINT = "&AC4-";

    private MaildirTree() {}

    /** Whether a folder is a Maildir. */
    public static boolean isOne(Path folder) {
        return Files.isDirectory(folder.resolve("cur")) || Files.isDirectory(folder.resolve("new"));
    }

    /**
     * The mailboxes, by name.
     *
     * @param root the account's Maildir
     */
    public static List<SourceMailbox> read(Path root) throws IOException {
        Map<String, Path> folders = new TreeMap<>();
        if (isOne(root)) {
            folders.put("INBOX", root);
        }
        collect(root, "", 0, folders);
        Set<String> subscribed = subscriptions(root);
        List<SourceMailbox> mailboxes = new ArrayList<>();
        for (var folder : folders.entrySet()) {
            mailboxes.add(MaildirMailbox.of(
                    root,
                    folder.getKey(),
                    folder.getValue(),
                    folder.getKey().equals("INBOX") || subscribed.contains(folder.getKey())));
        }
        return mailboxes;
    }

    private static void collect(Path folder, String above, int depth, Map<String, Path> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (OWN.contains(name) || !Files.isDirectory(entry) || depth == DEPTH) {
                    continue;
                }
                boolean isDotted = depth == 0 && name.length() > 1 && name.charAt(0) == '.';
                if (isDotted && isMailbox(entry)) {
                    found.put(levels(name.substring(1)), entry);
                } else if (name.charAt(0) != '.' && !Files.isSymbolicLink(entry)) {
                    String path = above + (above.isEmpty() ? "" : "/") + decoded(name);
                    if (isMailbox(entry)) {
                        found.put(path, entry);
                    }
                    collect(entry, path, depth + 1, found);
                }
            }
        }
    }

    private static boolean isMailbox(Path folder) {
        return isOne(folder) || Files.exists(folder.resolve("maildirfolder"), LinkOption.NOFOLLOW_LINKS);
    }

    private static String levels(String dotted) {
        return String.join(
                "/",
                Arrays.stream(dotted.split("\\.", -1)).map(MaildirTree::decoded).toList());
    }

    /** A level in Unicode; what is not in modified UTF-7 is taken for what it says. */
    private static String decoded(String level) {
        List<String> parts = new ArrayList<>();
        for (String part : level.split(POINT, -1)) {
            String decoded = ModifiedUtf7.decode(part);
            parts.add(decoded == null ? part : decoded);
        }
        return String.join(".", parts);
    }

    /** Dovecot's {@code subscriptions}: a name on each line; since version 2 its levels are separated by tabs. */
    private static Set<String> subscriptions(Path root) throws IOException {
        Set<String> names = new HashSet<>();
        Path file = root.resolve("subscriptions");
        if (!Files.isRegularFile(file)) {
            return names;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        boolean isSecond = !lines.isEmpty() && lines.getFirst().startsWith("V\t2");
        for (String line : isSecond ? lines.subList(1, lines.size()) : lines) {
            if (!line.isEmpty()) {
                names.add(
                        isSecond
                                ? String.join(
                                        "/",
                                        Arrays.stream(line.split("\t", -1))
                                                .map(MaildirTree::decoded)
                                                .toList())
                                : levels(line.replace('/', '.')));
            }
        }
        return names;
    }
}
