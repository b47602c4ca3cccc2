package org.jdbmail.authd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What an administrator decides about it.
 *
 * @param clients from where mail servers may ask; whoever may is believed what it says of its own clients
 * @param idleTimeout how long a client may be silent
 * @param maxOpen exchanges of one client at a time
 */
public record AuthOptions(Predicate<InetAddress> clients, Duration idleTimeout, int maxOpen) {
    /** What holds where nothing is configured: this machine may ask. */
    public static AuthOptions defaults() {
        return new AuthOptions(InetAddress::isLoopbackAddress, Duration.ofMinutes(5), 100);
    }
}
