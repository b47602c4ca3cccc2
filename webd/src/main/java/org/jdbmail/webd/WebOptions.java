package org.jdbmail.webd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Where a web server listens, and its limits.
 *
 * @param port 0 for any that is free, the same on all addresses
 * @param threads requests that are answered at a time; others wait
 * @param connections at a time; who comes later waits in the system's queue
 * @param idle how long a connection may keep silent
 * @param requestOctets the largest body of a request
 */
public record WebOptions(
        List<InetAddress> addresses, int port, int threads, int connections, Duration idle, int requestOctets) {
    /** Enough for a site's scripts and its monitoring. */
    public static WebOptions usual(List<InetAddress> addresses, int port, int requestOctets) {
        return new WebOptions(List.copyOf(addresses), port, 16, 256, Duration.ofSeconds(30), requestOctets);
    }
}
