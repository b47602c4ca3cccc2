package org.jdbmail.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.mina.util.ExceptionMonitor;
import org.jdbmail.wire.listener.ChannelFront;
import org.jdbmail.wire.listener.Front;
import org.jdbmail.wire.listener.ListenException;
import org.jdbmail.wire.listener.TcpFront;
import org.jdbmail.wire.tls.TlsLayer;
import org.jdbmail.wire.transport.ChannelTransport;
import org.jdbmail.wire.transport.IoLoops;
import org.jdbmail.wire.transport.LoopTrouble;
import org.jdbmail.wire.transport.Scratch;
import org.jdbmail.wire.transport.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners of a process, with the I/O threads that they share. What takes connections, moves bytes, keeps the time and stops
 * runs on threads of the system's: it goes on whatever sessions do.
 */
public final class WireServer {
    private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);

    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledFuture<?> reminder;
    private final IoLoops processors;
    private final Scratch<byte[]> scratch = new Scratch<>(() -> new byte[TlsLayer.ROOM]);
    private final Scratch<ByteBuffer> buffers =
            new Scratch<>(() -> ByteBuffer.allocateDirect(ChannelTransport.LARGEST_READ));
    private final AtomicLong ids = new AtomicLong();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final WireLimits limits;
    private final Consumer<Throwable> broken;

    /** With the usual limits, and a line in the log where an I/O thread dies. */
    public WireServer() {
        this(WireLimits.usual(), thrown -> LOG.error("an I/O thread has died, or memory is exhausted", thrown));
    }

    /**
     * Makes the I/O threads' pool; threads begin with the first connection.
     *
     * @param broken hears of what no process should survive, on the thread to which it happened: memory is exhausted, or an I/O
     *     thread dies. A server that lives and does not answer is worse than one that ends and is started again.
     */
    public WireServer(WireLimits limits, Consumer<Throwable> broken) {
        this.limits = limits;
        this.broken = broken;
        ThreadFactory daemons = Thread.ofPlatform().name("wire-", 0).daemon().factory();
        this.threads = Executors.newCachedThreadPool(daemons);
        this.timer = new ScheduledThreadPoolExecutor(1, daemons);
        reminder = timer.scheduleWithFixedDelay(
                () -> guarded(this::remind), Signal.REMIND_EVERY, Signal.REMIND_EVERY, TimeUnit.NANOSECONDS);
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
        this.processors = new IoLoops(this::runLoop, loops);
        ExceptionMonitor.setInstance(new LoopTrouble());
    }

    private void runLoop(Runnable loop) {
        threads.execute(() -> guarded(loop));
    }

    private void guarded(Runnable loop) {
        try {
            loop.run();
        } catch (Throwable thrown) { // whatever it is: what moves the bytes of all must not end unnoticed
            broken.accept(thrown);
        }
    }

    private void remind() {
        long now = System.nanoTime();
        listeners.forEach(listener -> listener.remind(now));
    }

    /**
     * Listens, and runs the handler for each connection.
     *
     * @throws ListenException if an address cannot be had, for instance since its port is in use; no address of this
     *     configuration is then open
     */
    public Listener listen(ListenerConfig config, SessionHandler handler) throws ListenException {
        var sessions = new Sessions(config, handler, scratch, ids, limits, broken);
        Duration writeTimeout = config.patience().slowReader();
        Front front = config.on().isUnix() || config.platformThreads() > 0
                ? new ChannelFront(config.on(), writeTimeout, sessions, this::runLoop, buffers)
                : new TcpFront(config.on(), writeTimeout, sessions, this::runLoop, processors);
        var listener = new Listener(sessions, front);
        listeners.add(listener);
        return listener;
    }

    /** The listeners made so far. */
    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    /** What all connections share. */
    public WireLimits limits() {
        return limits;
    }

    /** Stops all listeners at the same time (see {@link Listener#stop}), and then the I/O threads. */
    public void stop(Duration grace) {
        listeners.forEach(Listener::stopAccepting);
        listeners.forEach(Listener::askToEnd);
        long deadline = System.nanoTime() + grace.toNanos();
        listeners.forEach(listener -> listener.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        processors.dispose();
        reminder.cancel(false);
        timer.shutdownNow();
        threads.shutdown();
    }
}
