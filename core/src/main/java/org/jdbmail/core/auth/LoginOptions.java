package org.jdbmail.core.auth;

import java.time.Duration;

/**
 * How logins are dealt with.
 *
 * @param keepsLog whether logins and their ends are written to {@code dbmail_authlog}
 * @param maxSessions how many sessions one account may have open at a time
 * @param refusalTime how long after its start an attempt is refused, whatever was wrong; more after several
 */
public record LoginOptions(boolean keepsLog, int maxSessions, Duration refusalTime) {
    /** Checks the time: it is waited for in steps of it. */
    public LoginOptions {
        if (refusalTime.isNegative() || refusalTime.isZero()) {
            throw new IllegalArgumentException("a refusal takes some time");
        }
    }
}
