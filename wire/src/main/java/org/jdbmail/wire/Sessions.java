package org.jdbmail.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one listener: lets them in, gives each a thread, and sees all of them out. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** How long a farewell may take to reach the peer. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /** A proxy sends its header at once. */
    private static final Duration PROXY_HEADER = Duration.ofSeconds(10);

    /** A flood of connections is not to become a flood in the log. */
    private static final long WARNINGS_EVERY = Duration.ofSeconds(1).toNanos();

    private final ListenerConfig config;
    private final SessionHandler handler;
    private final Scratch<byte[]> scratch;
    private final AtomicLong ids;
    private final Admission admission;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNINGS_EVERY);
    /** Sessions that have a thread of the system's. */
    private final AtomicInteger onPlatform = new AtomicInteger();

    private volatile boolean stopping;

    Sessions(ListenerConfig config, SessionHandler handler, Scratch<byte[]> scratch, AtomicLong ids) {
        this.config = config;
        this.handler = handler;
        this.scratch = scratch;
        this.ids = ids;
        this.admission = new Admission(config.maxConnections(), config.maxPerAddress());
    }

    ListenerConfig config() {
        return config;
    }

    /** A new connection: counted and begun, or turned away with a word. */
    void accept(Transport transport, Signal signal, Arrivals arrivals, Runnable turnAway) {
        if (stopping || !admission.enter()) {
            logRefusal(transport.remote(), "all together");
            turnAway.run();
            return;
        }
        var connection = new Connection(ids.incrementAndGet(), transport, signal, arrivals, config, scratch);
        open.add(connection);
        if (onPlatform.incrementAndGet() <= config.platformThreads()) {
            try {
                start(connection, signal, Thread.ofPlatform().daemon());
                return;
            } catch (OutOfMemoryError e) {
                // The system has no thread to give; a virtual one needs none.
                LOG.debug("{}: no thread of the system for {}", config.name(), connection, e);
            }
        }
        onPlatform.decrementAndGet();
        start(connection, signal, Thread.ofVirtual());
    }

    private void start(Connection connection, Signal signal, Thread.Builder builder) {
        Thread thread = builder.name(config.name() + "-" + connection.id()).unstarted(() -> run(connection, signal));
        signal.own(thread);
        if (stopping) {
            connection.requestStop();
        }
        thread.start();
    }

    private void logRefusal(SocketAddress peer, String which) {
        if (mayWarn()) {
            LOG.warn("{}: {} turned away: too many connections {}", config.name(), peer, which);
        }
    }

    private boolean mayWarn() {
        long now = System.nanoTime();
        long last = lastWarning.get();
        return now - last >= WARNINGS_EVERY && lastWarning.compareAndSet(last, now);
    }

    /** What is written to those that are turned away. */
    byte[] farewell() {
        return config.tlsMode() == TlsMode.IMPLICIT ? new byte[0] : handler.tooManyConnections();
    }

    private void run(Connection connection, Signal signal) {
        SocketAddress counted = null;
        try {
            if (isProxy(connection.remoteAddress())) {
                readProxyHeader(connection);
            }
            if (admission.enter(connection.remoteAddress())) {
                counted = connection.remoteAddress();
                TlsSettings tls = config.tls();
                if (config.tlsMode() == TlsMode.IMPLICIT && tls != null) {
                    connection.beginTls(tls);
                }
                handler.run(connection);
            } else {
                logRefusal(connection.remoteAddress(), "from this address");
                connection.out().write(farewell());
            }
        } catch (WireException.BadProxyHeader e) {
            // Somebody set up this proxy, or this list of proxies, and wants to know why nothing works.
            if (mayWarn()) {
                LOG.warn("{}: {} is cut: {}", config.name(), connection.remoteAddress(), e.getMessage());
            }
        } catch (IOException e) {
            // The peer went away, or broke the rules of the wire, or its session had nothing left to say.
            LOG.debug("{} {}: {}", config.name(), connection, e.toString());
        } catch (RuntimeException | Error e) {
            // The outermost boundary of a session: a bug ends this session and no other.
            report(connection, e);
        } finally {
            end(connection, signal, counted);
        }
    }

    private void report(Connection connection, Throwable thrown) {
        String incident = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("{} {}: incident {}", config.name(), connection, incident, thrown);
        try {
            handler.failed(connection, incident, thrown);
        } catch (IOException e) {
            LOG.debug("{} {}: the peer could not be told of incident {}", config.name(), connection, incident);
        } catch (RuntimeException e) {
            LOG.error("{} {}: telling the peer of incident {} failed", config.name(), connection, incident, e);
        }
    }

    private void end(Connection connection, Signal signal, @Nullable SocketAddress counted) {
        try {
            connection.close();
            Transport transport = connection.transport();
            if (!signal.await(transport::isClosed, System.nanoTime() + FAREWELL.toNanos())) {
                transport.cut();
            }
        } catch (WireException e) {
            connection.transport().cut();
        } finally {
            if (counted != null) {
                admission.leave(counted);
            }
            if (!Thread.currentThread().isVirtual()) {
                onPlatform.decrementAndGet();
            }
            open.remove(connection);
            signal.close();
            admission.leave();
        }
    }

    private boolean isProxy(SocketAddress peer) {
        if (config.proxyFrom().isEmpty() || !(peer instanceof InetSocketAddress inet)) {
            return false;
        }
        InetAddress address = inet.getAddress();
        return config.proxyFrom().stream().anyMatch(network -> network.contains(address));
    }

    private static void readProxyHeader(Connection connection) throws WireException {
        connection.setDeadline(PROXY_HEADER);
        ProxyHeader header = ProxyHeader.read(connection.in());
        connection.setDeadline(Duration.ZERO);
        connection.in().forgetConsumed();
        if (header != null) {
            connection.setAddresses(header.source(), header.destination());
        }
    }

    /** Wakes the sessions whose deadlines have come near; to be called every {@link Signal#REMIND_EVERY}. */
    void remind(long now) {
        open.forEach(connection -> connection.remind(now));
    }

    int count() {
        return admission.total();
    }

    /** Asks every session to end, waits, and cuts what is left. */
    void stop(Duration grace) {
        stopping = true;
        open.forEach(Connection::requestStop);
        if (!awaitEmpty(grace)) {
            LOG.warn("{}: {} sessions did not end within {} s and are cut", config.name(), count(), grace.toSeconds());
            open.forEach(Connection::abort);
            awaitEmpty(Duration.ofSeconds(1));
        }
    }

    private boolean awaitEmpty(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (admission.total() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(5));
        }
        return admission.total() == 0;
    }
}
