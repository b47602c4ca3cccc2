package org.jdbmail.sieved;

import java.time.Duration;

/**
 * What an administrator decides about ManageSieve.
 *
 * @param hostname our name in the greeting
 * @param idleTimeout how long a client may be silent after its login (RFC 5804 §1.2: at least half an hour)
 * @param loginTimeout how long it may take to log in
 * @param maxErrors mistakes in commands after which a connection is closed
 * @param maxFailedLogins refused logins after which a connection is closed
 */
public record SieveSettings(
        String hostname, Duration idleTimeout, Duration loginTimeout, int maxErrors, int maxFailedLogins) {
    /** What holds where nothing is configured. */
    public static SieveSettings defaults(String hostname) {
        return new SieveSettings(hostname, Duration.ofMinutes(30), Duration.ofMinutes(3), 20, 4);
    }

    /** The same with other patience. */
    public SieveSettings withTimeouts(Duration idle, Duration login) {
        return new SieveSettings(hostname, idle, login, maxErrors, maxFailedLogins);
    }
}
