package org.jdbmail.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.limit.Origin;
import org.jdbmail.wire.limit.Seldom;
import org.jdbmail.wire.listener.Reception;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.Scratch;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.Transport;
import org.jdbmail.wire.transport.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one listener: lets them in, gives each a thread, and sees all of them out. */
final class Sessions implements Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** How long a farewell may take to reach the peer. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /** A proxy sends its header at once. */
    private static final Duration PROXY_HEADER = Duration.ofSeconds(10);

    private final ListenerConfig config;
    private final SessionHandler handler;
    private final Scratch<byte[]> scratch;
    private final AtomicLong ids;
    private final Budget budget;
    private final Guests guests;
    private final Semaphore compressions;
    private final Consumer<Throwable> broken;
    private final Seldom badProxies = new Seldom();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    /** Sessions that have a thread of the system's. */
    private final AtomicInteger onPlatform = new AtomicInteger();

    private volatile boolean stopping;

    /** @param broken hears of what no process should survive */
    Sessions(
            ListenerConfig config,
            SessionHandler handler,
            Scratch<byte[]> scratch,
            AtomicLong ids,
            WireLimits limits,
            Consumer<Throwable> broken) {
        this.config = config;
        this.handler = handler;
        this.scratch = scratch;
        this.ids = ids;
        this.budget = limits.budget();
        this.guests = new Guests(config.name(), config.limits(), limits.strangers());
        this.compressions = limits.compressed();
        this.broken = broken;
    }

    ListenerConfig config() {
        return config;
    }

    @Override
    public Arrivals arrivals(Signal signal) {
        return new Arrivals(signal, budget, config.limits().login() ? Arrivals.HIGH_FOR_STRANGERS : Arrivals.HIGH);
    }

    /** A new connection: counted and begun, or turned away with a word. */
    @Override
    public void accept(Transport transport, Signal signal, Arrivals arrivals, Runnable turnAway) {
        var connection = new Connection(
                ids.incrementAndGet(), transport, signal, arrivals, config, scratch, guests, compressions);
        String origin = Network.any(config.proxyFrom(), transport.remote()) ? Origin.NONE : connection.origin();
        if (stopping || !guests.enter(connection, origin)) {
            turnAway.run();
            return;
        }
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
        String name = SessionName.of(config.name(), connection.id());
        Thread thread = builder.name(name).unstarted(() -> SessionName.run(name, () -> run(connection, signal)));
        signal.own(thread);
        if (stopping) {
            connection.requestStop();
        }
        thread.start();
    }

    /** What is written to those that are turned away. */
    @Override
    public byte[] farewell() {
        return config.tls().mode() == TlsMode.IMPLICIT ? new byte[0] : handler.tooManyConnections();
    }

    private void run(Connection connection, Signal signal) {
        try {
            boolean proxy = Network.any(config.proxyFrom(), connection.remoteAddress());
            if (proxy) {
                readProxyHeader(connection);
            }
            if (guests.tell(connection, proxy)) {
                TlsSettings tls = config.tls().settings();
                if (config.tls().mode() == TlsMode.IMPLICIT && tls != null) {
                    connection.beginTls(tls);
                }
                handler.run(connection);
            } else {
                connection.out().write(farewell());
            }
        } catch (WireException.BadProxyHeader e) {
            // Somebody set up this proxy, or this list of proxies, and wants to know why nothing works.
            int untold = badProxies.cause();
            if (untold >= 0) {
                LOG.warn(
                        "{}: {} is cut: {}{}",
                        config.name(),
                        connection.remoteAddress(),
                        e.getMessage(),
                        Seldom.andMore(untold));
            }
        } catch (IOException e) {
            // The peer went away, or broke the rules of the wire, or its session had nothing left to say.
            LOG.debug("{} {}: {}", config.name(), connection, e.toString());
        } catch (RuntimeException | Error e) {
            // The outermost boundary of a session: a bug ends this session and no other.
            if (e instanceof OutOfMemoryError) {
                broken.accept(e);
            }
            report(connection, e);
        } finally {
            end(connection, signal);
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

    private void end(Connection connection, Signal signal) {
        try {
            connection.close();
            connection.release();
            Transport transport = connection.transport();
            if (!signal.await(transport::isClosed, System.nanoTime() + FAREWELL.toNanos())) {
                transport.cut();
            }
        } catch (WireException e) {
            connection.transport().cut();
        } finally {
            connection.release();
            guests.leave(connection);
            if (!Thread.currentThread().isVirtual()) {
                onPlatform.decrementAndGet();
            }
            open.remove(connection);
            signal.close();
        }
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
        return open.size();
    }

    /** Asks every session to end. */
    void askToEnd() {
        stopping = true;
        open.forEach(Connection::requestStop);
    }

    /** Asks every session to end, waits, and cuts what is left. */
    void stop(Duration grace) {
        askToEnd();
        if (!awaitEmpty(grace)) {
            LOG.warn("{}: {} sessions did not end within {} s and are cut", config.name(), count(), grace.toSeconds());
            open.forEach(Connection::abort);
            awaitEmpty(Duration.ofSeconds(1));
        }
    }

    private boolean awaitEmpty(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(5));
        }
        return open.isEmpty();
    }
}
