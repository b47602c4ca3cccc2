package org.jdbmail.sieve.run;

import org.jspecify.annotations.Nullable;

/** Finds scripts that others include (RFC 6609 §3.2). */
public interface Scripts {
    /** There are none. */
    Scripts NONE = (_, _) -> null;

    /**
     * The script of a name.
     *
     * @param global whether it is one of the administrator's; else it is the user's
     * @return null if there is none
     * @throws ScriptException if it can't be run
     */
    @Nullable
    Script find(String name, boolean global) throws ScriptException;
}
