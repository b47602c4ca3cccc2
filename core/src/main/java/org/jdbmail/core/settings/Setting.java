package org.jdbmail.core.settings;

/**
 * One thing that an administrator can choose.
 *
 * @param <T> what its value is read into
 * @param section where it is at home; what is at home in {@code [DBMAIL]} may be overridden in the section of a service
 * @param name its key, in lower case; compared without regard to case
 * @param type what its value may be
 * @param ifAbsent the value, as it would be written, that holds where nothing or an empty value is given
 * @param prose what it does, for the manual: whole sentences
 */
public record Setting<T>(Section section, String name, SettingType<T> type, String ifAbsent, String prose) {
    /** Checks that the default is a value of the type. */
    public Setting {
        if (!type.accepts(ifAbsent)) {
            throw new IllegalArgumentException(name + ": the default is not " + type.described());
        }
    }

    /** What holds where nothing is given. */
    T defaultValue() {
        return type.parser().apply(ifAbsent);
    }
}
