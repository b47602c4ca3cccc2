package org.jdbmail.core.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reference manual of the settings, written from their declarations as a page of Markdown. */
public final class Manual {
    private static final String OPENING = """
            # Settings

            This page is generated (`./x docs`) from the declarations in the code.

            The file is DBMail's `dbmail.conf`: `[SECTION]` lines, and `name = value` lines below them. A `#` begins a comment,
            also within a value. Names are compared without regard to case. What stands under `[DBMAIL]` holds for every
            service; a service's own section (`[IMAP]`, `[POP]`, `[LMTP]`, `[DELIVERY]`, …) overrides it. An empty value is the
            same as none. A name that is not on this page is a warning at the start, with the nearest one that is; with
            `jdbmail serve --strict` it stops the start. A value that cannot be stops it always.

            The environment holds before the file: `JDBMAIL_DBURI` is `dburi`, `JDBMAIL_IMAP_PORT` is `port` of `[IMAP]`, and
            with `_FILE` at its end a variable names a file whose first line is the value: `JDBMAIL_PASS_FILE=/run/secrets/pass`.

            `jdbmail config check` tells what becomes of each line of a file, `jdbmail config show` what holds, `jdbmail config
            diff` what differs from the defaults, `jdbmail config sample` prints a whole file with comments.
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
                .append(
                        "DBMail's other settings may stay in the file: they have no effect, and the start says how many they are.\n\n")
                .append(
                        "| section | name | in DBMail | there where not given | why it has no effect here |\n|---|---|---|---|---|\n");
        for (NotNeeded key : NotNeededKeys.ALL) {
            Optional<DbmailKey> dbmail = DbmailKeys.find(key.section(), key.name());
            page.append("| [%s] | `%s` | %s | %s | %s |\n"
                    .formatted(
                            key.section(),
                            key.name(),
                            dbmail.map(DbmailKey::meaning).orElse("of an older DBMail"),
                            dbmail.map(DbmailKey::ifAbsent)
                                    .filter(value -> !value.isEmpty())
                                    .map(value -> "`" + value + "`")
                                    .orElse(""),
                            key.because()));
        }
        return page.toString().replace("\r", "");
    }

    /** What the page says of one setting, whatever its section; empty if there is none of that name. */
    public static String of(String name) {
        StringBuilder page = new StringBuilder();
        Catalogue.settings().stream()
                .filter(setting -> setting.name().equalsIgnoreCase(name))
                .forEach(setting -> {
                    page.append("\n[").append(setting.section()).append("]\n");
                    describe(page, setting);
                });
        NotNeededKeys.ALL.stream()
                .filter(key -> key.name().equalsIgnoreCase(name))
                .forEach(key -> page.append("\n[%s] %s\n\nIn DBMail: %s. Here it has no effect: %s.\n"
                        .formatted(
                                key.section(),
                                key.name(),
                                DbmailKeys.find(key.section(), key.name())
                                        .map(DbmailKey::meaning)
                                        .orElse("of an older version"),
                                key.because())));
        return page.toString().strip();
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
        DbmailKeys.find(setting.section(), setting.name())
                .ifPresent(dbmail -> page.append("\nIn DBMail: ")
                        .append(dbmail.meaning())
                        .append(dbmail.ifAbsent().isEmpty() ? "" : "; `" + dbmail.ifAbsent() + "` where not given")
                        .append(".\n"));
    }
}
