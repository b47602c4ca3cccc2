package org.jdbmail.core.settings;

import java.util.ArrayList;
import java.util.List;

/** A settings file with every setting, its meaning and its default, as comments: to be filled in. */
public final class Sample {
    private static final int WIDTH = 100;

    private static final String OPENING = """
            # Settings of JDBMail, in the form of DBMail's dbmail.conf. Everything but dburi may stay as it is.
            # What stands under [DBMAIL] holds for every service; a service's own section overrides it.
            # "jdbmail config check" tells what becomes of each line, "jdbmail config reference NAME" more of one setting.
            """;

    private Sample() {}

    /** The whole file. */
    public static String text() {
        StringBuilder file = new StringBuilder(OPENING);
        for (Section section : Section.values()) {
            List<Setting<?>> settings = Catalogue.settings().stream()
                    .filter(setting -> setting.section() == section)
                    .toList();
            if (!settings.isEmpty()) {
                file.append("\n[").append(section).append("]\n");
                settings.forEach(setting -> describe(file, setting));
            }
        }
        return file.toString();
    }

    private static void describe(StringBuilder file, Setting<?> setting) {
        file.append('\n');
        String prose = setting.prose() + " Value: " + setting.type().described() + ".";
        wrapped(prose.replace("`", ""))
                .forEach(line -> file.append("# ").append(line).append('\n'));
        boolean isNeeded = setting.name().equals(DatabaseSettings.DBURI.name());
        String line = setting.name() + " = " + (isNeeded ? "sqlite:///var/lib/jdbmail/mail.db" : setting.ifAbsent());
        file.append(isNeeded ? line : "#" + line.stripTrailing()).append('\n');
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
