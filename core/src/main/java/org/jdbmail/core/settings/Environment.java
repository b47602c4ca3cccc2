package org.jdbmail.core.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings in the environment, for containers and secrets: {@code JDBMAIL_DBURI} is {@code dburi} of {@code [DBMAIL]},
 * {@code JDBMAIL_IMAP_PORT} is {@code port} of {@code [IMAP]}, and {@code JDBMAIL_PASS_FILE} names a file whose first line is
 * {@code pass}. They hold before what the settings file says.
 */
final class Environment {
    private static final String PREFIX = "JDBMAIL_";
    private static final String FILE = "_file";

    /** What the launchers read. */
    private static final Set<String> LAUNCHERS = Set.of("config", "opts", "java_opts", "home");

    /** A variable that means a setting: its section and name, and its value. */
    record Entry(String variable, String section, String key, String value) {}

    private Environment() {}

    /**
     * The variables that mean settings, by name.
     *
     * @throws BadSettings if a file that one names cannot be read
     */
    static List<Entry> entries(Map<String, String> environment) throws BadSettings {
        List<Entry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            String rest =
                    name.startsWith(PREFIX) ? name.substring(PREFIX.length()).toLowerCase(Locale.ROOT) : "";
            if (rest.isEmpty() || LAUNCHERS.contains(rest)) {
                continue;
            }
            Optional<String[]> itself = setting(rest);
            Optional<String[]> byFile = itself.isEmpty() && rest.endsWith(FILE)
                    ? setting(rest.substring(0, rest.length() - FILE.length()))
                    : Optional.empty();
            if (byFile.isPresent()) {
                firstLine(name, variable.getValue(), problems)
                        .ifPresent(value -> entries.add(new Entry(name, byFile.get()[0], byFile.get()[1], value)));
            } else {
                String[] key = itself.orElse(new String[] {Section.DBMAIL.name(), rest});
                entries.add(new Entry(name, key[0], key[1], variable.getValue().strip()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadSettings(problems);
        }
        return entries;
    }

    /** The section and key that a name means, if there is such a setting. */
    private static Optional<String[]> setting(String name) {
        if (isThere(Section.DBMAIL, name)) {
            return Optional.of(new String[] {Section.DBMAIL.name(), name});
        }
        for (Section section : Section.values()) {
            String begin = section.name().toLowerCase(Locale.ROOT) + "_";
            if (name.startsWith(begin) && isThere(section, name.substring(begin.length()))) {
                return Optional.of(new String[] {section.name(), name.substring(begin.length())});
            }
        }
        return Optional.empty();
    }

    private static boolean isThere(Section section, String key) {
        return !(Catalogue.look(section.name(), key) instanceof Catalogue.Unknown);
    }

    private static Optional<String> firstLine(String variable, String file, List<String> problems) {
        try {
            return Optional.of(Files.readString(Path.of(file))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip());
        } catch (IOException | IllegalArgumentException e) {
            problems.add("environment: " + variable + ": the file that it names cannot be read");
            return Optional.empty();
        }
    }
}
