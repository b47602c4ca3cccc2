package org.jdbmail.wire;

import java.util.Optional;

/**
 * What a session is called in the log: its listener and its number, as {@code imap-17}. It is bound to the session's thread, which costs a few
 * octets for each of many thousand.
 */
public final class SessionName {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private SessionName() {}

    static String of(String listener, long id) {
        return listener + "-" + id;
    }

    /** Runs a session under its name. */
    static void run(String name, Runnable session) {
        ScopedValue.where(CURRENT, name).run(session);
    }

    /** The name of the session whose thread this is. */
    public static Optional<String> ofThread() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
