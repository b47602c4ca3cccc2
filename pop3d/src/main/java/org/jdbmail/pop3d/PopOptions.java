package org.jdbmail.pop3d;

import java.time.Duration;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.PopSettings;

/**
 * How a POP3 server behaves.
 *
 * @param hostname our name in the greeting
 * @param patience how long a client may be silent
 * @param mistakes how many are forgiven
 * @param loginDelay how long an account has to wait between two logins (RFC 2449 §6.5); zero for not at all
 */
public record PopOptions(String hostname, Patience patience, Mistakes mistakes, Duration loginDelay) {
    /** RFC 1939 §3: a server waits ten minutes at least. */
    private static final Duration LEAST_IDLE = Duration.ofMinutes(10);

    /**
     * How long a client may be silent.
     *
     * @param idle after its login (RFC 1939 §3: at least 10 minutes)
     * @param login how long it may take to log in
     */
    public record Patience(Duration idle, Duration login) {}

    /**
     * What ends a connection.
     *
     * @param errors mistakes in commands
     * @param failedLogins refused logins
     */
    public record Mistakes(int errors, int failedLogins) {
        /** What is forgiven everywhere. */
        public static final Mistakes USUAL = new Mistakes(20, 4);

        /** Checks the limits. */
        public Mistakes {
            if (errors < 1 || failedLogins < 1) {
                throw new IllegalArgumentException("limits must be at least 1");
            }
        }
    }

    /** What a settings file says. */
    public static PopOptions from(PopSettings settings, NetworkSettings network, String hostname) {
        Duration idle = network.timeout().compareTo(LEAST_IDLE) < 0 ? LEAST_IDLE : network.timeout();
        return new PopOptions(
                hostname, new Patience(idle, network.loginTimeout()), Mistakes.USUAL, settings.loginDelay());
    }
}
