package org.jdbmail.core.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.WatchedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aliases of this machine in the form of {@code /etc/aliases} (Postfix's aliases(5)): {@code name: target, target}. Targets are addresses,
 * names, {@code |command}, or {@code :include:/file} with a target on each line. They are for addresses without a domain, and of the domains
 * that are the machine itself. Read again when the file changes. Safe for any number of threads.
 */
public final class AliasFile {
    private static final Logger LOG = LoggerFactory.getLogger(AliasFile.class);

    private final Set<String> domains;
    private final WatchedFile<Map<String, List<String>>> entries;

    /**
     * The aliases of that file.
     *
     * @param domains the names of this machine, in small letters
     */
    public AliasFile(Path file, Set<String> domains) {
        this.entries = new WatchedFile<>(file, AliasFile::parse);
        this.domains = Set.copyOf(domains);
    }

    /** The targets of an address, with what files name that are included; none if it is no alias. */
    List<String> targets(EnvelopeAddress address) {
        String domain = address.domain().toLowerCase(Locale.ROOT);
        if (!domain.isEmpty() && !domains.contains(domain)) {
            return List.of();
        }
        Map<String, List<String>> entries = this.entries.meaning();
        String name = address.localPart().toLowerCase(Locale.ROOT);
        int plus = name.indexOf('+');
        List<String> found = entries.get(name);
        if (found == null && plus > 0) {
            found = entries.get(name.substring(0, plus));
        }
        return found == null ? List.of() : included(found);
    }

    private static List<String> included(List<String> targets) {
        List<String> all = new ArrayList<>();
        for (String each : targets) {
            if (!each.startsWith(":include:")) {
                all.add(each);
                continue;
            }
            Path list = Path.of(each.substring(9));
            try {
                for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
                    String entry = line.strip();
                    if (!entry.startsWith("#")) {
                        // Postfix's allow_mail_to_commands and _files: a list that others may write to runs no
                        // programs.
                        split(entry).stream()
                                .filter(one -> "|/:".indexOf(one.charAt(0)) < 0)
                                .forEach(all::add);
                    }
                }
            } catch (IOException e) {
                LOG.warn("{} can't be read: {}", list, e.toString());
            }
        }
        return all;
    }

    private static Map<String, List<String>> parse(List<String> lines) {
        Map<String, List<String>> entries = new HashMap<>();
        WatchedFile.logical(lines).forEach(line -> add(entries, line));
        return Map.copyOf(entries);
    }

    private static void add(Map<String, List<String>> entries, String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            String name = line.substring(0, colon).strip().replace("\"", "").toLowerCase(Locale.ROOT);
            entries.put(name, split(line.substring(colon + 1)));
        }
    }

    /** Parted at commas, which quotes keep together; the quotes around a target go. */
    private static List<String> split(String text) {
        List<String> all = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '\\' && i + 1 < text.length()) {
                one.append(text.charAt(++i));
            } else if (c == ',' && !isQuoted) {
                all.add(one.toString().strip());
                one.setLength(0);
            } else {
                one.append(c);
            }
        }
        all.add(one.toString().strip());
        all.removeIf(String::isEmpty);
        return List.copyOf(all);
    }
}
