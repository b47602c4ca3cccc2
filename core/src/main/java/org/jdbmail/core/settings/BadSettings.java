package org.jdbmail.core.settings;

import java.util.List;

/** A settings file that cannot be used: one line for each thing that is wrong with it, naming the file and the line. */
public final class BadSettings extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param problems what is wrong, at least one line */
    public BadSettings(List<String> problems) {
        super(String.join("\n", problems));
    }
}
