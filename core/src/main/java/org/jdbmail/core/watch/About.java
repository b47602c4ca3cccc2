package org.jdbmail.core.watch;

import java.util.function.Supplier;
import org.slf4j.MDC;

/** Tells the log what the lines that are written meanwhile, in this thread, are about. */
public final class About {
    /** The id of a message, as its envelope has it. */
    public static final String MESSAGE = "message_id";

    /** The session that work is done for. */
    public static final String SESSION = "session";

    private About() {}

    /** Does what concerns a message. */
    public static <T> T message(String id, Supplier<T> work) {
        return during(MESSAGE, id, work);
    }

    /** Does, on another thread, what a session waits for; there nothing is about anything before and after. */
    public static <T> T session(String name, Supplier<T> work) {
        return during(SESSION, name, work);
    }

    private static <T> T during(String what, String value, Supplier<T> work) {
        String before = MDC.get(what);
        MDC.put(what, value);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(what);
            } else {
                MDC.put(what, before);
            }
        }
    }
}
