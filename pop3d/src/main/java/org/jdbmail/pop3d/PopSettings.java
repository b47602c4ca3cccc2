package org.jdbmail.pop3d;

import java.time.Duration;

/**
 * What an administrator decides about POP3.
 *
 * @param hostname our name in the greeting
 * @param idleTimeout how long a client may be silent after its login (RFC 1939 §3: at least 10 minutes)
 * @param loginTimeout how long it may take to log in
 * @param maxErrors mistakes in commands after which a connection is closed
 * @param maxFailedLogins refused logins after which a connection is closed
 * @param loginDelay how long an account has to wait between two logins (RFC 2449 §6.5); zero for not at all
 */
public record PopSettings(
        String hostname,
        Duration idleTimeout,
        Duration loginTimeout,
        int maxErrors,
        int maxFailedLogins,
        Duration loginDelay) {
    /** Checks the limits. */
    public PopSettings {
        if (maxErrors < 1 || maxFailedLogins < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** What holds where nothing is configured. */
    public static PopSettings defaults(String hostname) {
        return new PopSettings(hostname, Duration.ofMinutes(10), Duration.ofMinutes(1), 20, 4, Duration.ZERO);
    }

    /** The same with other patience. */
    public PopSettings withTimeouts(Duration idle, Duration login) {
        return new PopSettings(hostname, idle, login, maxErrors, maxFailedLogins, loginDelay);
    }

    /** The same with other limits on mistakes. */
    public PopSettings withLimits(int errors, int failedLogins) {
        return new PopSettings(hostname, idleTimeout, loginTimeout, errors, failedLogins, loginDelay);
    }

    /** The same with a time between two logins of an account. */
    public PopSettings withLoginDelay(Duration delay) {
        return new PopSettings(hostname, idleTimeout, loginTimeout, maxErrors, maxFailedLogins, delay);
    }
}
