package org.jdbmail.core.settings;

/**
 * What becomes of one line of a settings file.
 *
 * @param where file and line, or the variable of the environment
 * @param section as it was written
 * @param key as it was written
 * @param fate what becomes of it
 * @param why for a person: the reason, or what to write instead; never the value, which may be a password
 */
public record Finding(String where, String section, String key, Fate fate, String why) {
    /** What becomes of a line. */
    public enum Fate {
        /** It does what the manual says. */
        USED,
        /** DBMail has it, and here it has no effect. */
        NO_EFFECT,
        /** Nobody knows it. */
        UNKNOWN,
        /** Its value cannot be. */
        IMPOSSIBLE
    }

    /** For a message: where it is and what is the matter. */
    String line() {
        String name = section.isEmpty() ? where : where + ": [" + section + "] " + key;
        return fate == Fate.NO_EFFECT ? name + " has no effect: " + why : name + ": " + why;
    }
}
