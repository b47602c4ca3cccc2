package org.jdbmail.sieved;

import java.time.Duration;
import org.jdbmail.core.settings.NetworkSettings;

/**
 * How a ManageSieve server behaves.
 *
 * @param hostname our name in the greeting
 * @param patience how long a client may be silent
 * @param mistakes how many are forgiven
 */
public record ManageSieveOptions(String hostname, Patience patience, Mistakes mistakes) {
    /** RFC 5804 §1.2: a server waits half an hour at least. */
    private static final Duration LEAST_IDLE = Duration.ofMinutes(30);

    /**
     * How long a client may be silent.
     *
     * @param idle after its login
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
    }

    /** What a settings file says. */
    public static ManageSieveOptions from(NetworkSettings network, String hostname) {
        Duration idle = network.timeout().compareTo(LEAST_IDLE) < 0 ? LEAST_IDLE : network.timeout();
        return new ManageSieveOptions(hostname, new Patience(idle, network.loginTimeout()), Mistakes.USUAL);
    }
}
