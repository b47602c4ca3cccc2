package org.jdbmail.webd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Where a web server listens, and its limits.
 *
 * @param port where it listens in the clear: 0 for any that is free; -1 for nowhere
 * @param tls where it listens for TLS, too
 * @param threads requests that are answered at a time; others wait
 * @param connections at a time; who comes later waits in the system's queue
 * @param idle how long a connection may keep silent
 * @param requestOctets the largest body of a request
 */
public record WebOptions(
        List<InetAddress> addresses,
        int port,
        Optional<Tls> tls,
        int threads,
        int connections,
        Duration idle,
        int requestOctets) {
    /** What stands for no port. */
    public static final int NOWHERE = -1;

    /**
     * How it speaks TLS.
     *
     * @param port 0 for any that is free
     * @param context asked for each connection, so that a new certificate acts at once
     */
    public record Tls(int port, Supplier<SSLContext> context) {}

    private static final int CONNECTIONS = 256;

    /**
     * Enough for a site's scripts and its monitoring. There may be a thread for each connection, since a wrong password keeps its own
     * for seconds, and must not keep anybody else waiting; they are made when they are needed.
     */
    public static WebOptions usual(List<InetAddress> addresses, int port, int requestOctets) {
        return new WebOptions(
                List.copyOf(addresses),
                port,
                Optional.empty(),
                CONNECTIONS,
                CONNECTIONS,
                Duration.ofSeconds(30),
                requestOctets);
    }

    /** The same with TLS. */
    public WebOptions with(Tls how) {
        return new WebOptions(addresses, port, Optional.of(how), threads, connections, idle, requestOctets);
    }
}
