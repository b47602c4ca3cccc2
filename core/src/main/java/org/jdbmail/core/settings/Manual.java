package org.jdbmail.core.settings;

import java.util.List;
import java.util.Locale;

/** The reference manual of the settings, written from their declarations as a page of Markdown. */
public final class Manual {
    private static final String OPENING = """
            # Settings

            This page is generated (`./x docs`) from the declarations in the code.

            The file is DBMail's `dbmail.conf`: `[SECTION]` lines, and `name = value` lines below them. A `#` begins a comment,
            also within a value. Names are compared without regard to case. What stands under `[DBMAIL]` holds for every
            service; a service's own section (`[IMAP]`, `[POP]`, `[LMTP]`, `[DELIVERY]`, …) overrides it. An empty value is the
            same as none. A name that is not on this page stops the start.
            """;

    private Manual() {}

    /** The whole page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(OPENING);
        for (Section section : Section.values()) {
            List<Setting<?>> settings = Catalogue.settings().stream()
                    .filter(setting -> setting.section() == section)
                    .toList();
            if (!settings.isEmpty()) {
                page.append("\n## [").append(section).append("]\n");
                settings.forEach(setting -> describe(page, setting));
            }
        }
        page.append("\n## Accepted without effect\n\n")
                .append("DBMail's other settings may stay in the file. Each that has a value is named in the log at the"
                        + " start.\n\n")
                .append("| section | name | why it has no effect |\n|---|---|---|\n");
        for (NotNeeded key : NotNeededKeys.ALL) {
            page.append("| [%s] | `%s` | %s |%n".formatted(key.section(), key.name(), key.because()));
        }
        return page.toString().replace("\r", "");
    }

    private static void describe(StringBuilder page, Setting<?> setting) {
        String ifAbsent = setting.ifAbsent().isEmpty() ? "none" : "`" + setting.ifAbsent() + "`";
        page.append("\n### ").append(setting.name().toLowerCase(Locale.ROOT)).append("\n\n");
        page.append(setting.prose()).append("\n\n");
        page.append("Value: ")
                .append(setting.type().described())
                .append(". Default: ")
                .append(ifAbsent)
                .append(".\n");
    }
}
