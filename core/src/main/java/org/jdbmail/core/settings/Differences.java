package org.jdbmail.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where JDBMail does something else than DBMail when a file says nothing. */
public final class Differences {
    /**
     * A setting whose default is another one.
     *
     * @param here what holds here; empty for nothing
     * @param dbmail what DBMail takes; empty for nothing
     */
    public record Difference(Section section, String name, String here, String dbmail) {}

    private Differences() {}

    /** Those that such a file does not give. */
    public static List<Difference> notGiven(Settings settings) {
        List<Difference> differences = new ArrayList<>();
        for (Setting<?> setting : Catalogue.settings()) {
            DbmailKeys.find(setting.section(), setting.name()).ifPresent(dbmail -> {
                if (!settings.isGiven(setting) && !isSame(setting, dbmail.ifAbsent())) {
                    differences.add(new Difference(
                            setting.section(),
                            setting.name().toLowerCase(Locale.ROOT),
                            setting.ifAbsent(),
                            dbmail.ifAbsent()));
                }
            });
        }
        return differences;
    }

    /** Whether both ways to write a value mean the same. */
    private static <T> boolean isSame(Setting<T> setting, String other) {
        if (setting.ifAbsent().equalsIgnoreCase(other)) {
            return true;
        }
        boolean isEmpty = other.isEmpty() || !setting.type().accepts(other);
        return !isEmpty && setting.type().parser().apply(other).equals(setting.defaultValue());
    }
}
