package org.jdbmail.core.mail;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The expected failure: something was not done, for a {@link Reason}, with a text that may be shown to a user. It never
 * carries passwords, SQL or addresses of servers. Costs no stack trace, since it is an answer and not a fault.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * A refusal without an underlying fault.
     *
     * @param text a short sentence for the user, without CR or LF
     */
    public Refusal(Reason reason, String text) {
        this(reason, text, null);
    }

    /** A refusal caused by a fault that the log should show. */
    public Refusal(Reason reason, String text, @Nullable Throwable cause) {
        super(text, cause, false, false);
        this.reason = Objects.requireNonNull(reason);
    }

    /** Why it was refused. */
    public Reason reason() {
        return reason;
    }

    /** The sentence for the user. */
    public String text() {
        return Objects.requireNonNull(getMessage());
    }
}
