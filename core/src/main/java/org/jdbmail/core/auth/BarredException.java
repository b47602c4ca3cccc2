package org.jdbmail.core.auth;

import java.time.Duration;

/** Nothing of the peer is looked at now; see {@link LoginResult.Barred}. Costs no stack trace, since it is an answer. */
public final class BarredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Duration remaining;

    BarredException(Duration remaining) {
        super("barred", null, false, false);
        this.remaining = remaining;
    }

    /** The answer. */
    public LoginResult.Barred answer() {
        return new LoginResult.Barred(remaining);
    }
}
