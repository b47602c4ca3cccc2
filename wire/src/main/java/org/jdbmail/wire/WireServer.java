package org.jdbmail.wire;

import java.net.UnixDomainSocketAddress;
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

/** All listeners of a process, with the I/O threads that they share. */
public final class WireServer {
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledFuture<?> reminder;
    private final IoLoops processors;
    private final Scratch<byte[]> scratch = new Scratch<>(() -> new byte[TlsLayer.ROOM]);
    private final Scratch<ByteBuffer> buffers =
            new Scratch<>(() -> ByteBuffer.allocateDirect(ChannelTransport.LARGEST_READ));
    private final AtomicLong ids = new AtomicLong();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Makes the I/O threads' pool; threads begin with the first connection. */
    public WireServer() {
        ThreadFactory daemons = Thread.ofPlatform().name("wire-", 0).daemon().factory();
        this.threads = Executors.newCachedThreadPool(daemons);
        this.timer = new ScheduledThreadPoolExecutor(1, daemons);
        reminder = timer.scheduleWithFixedDelay(
                this::remind, Signal.REMIND_EVERY, Signal.REMIND_EVERY, TimeUnit.NANOSECONDS);
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
        this.processors = new IoLoops(threads, loops);
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
        var sessions = new Sessions(config, handler, scratch, ids);
        boolean unix = config.addresses().getFirst() instanceof UnixDomainSocketAddress;
        Front front = unix || config.platformThreads() > 0
                ? new ChannelFront(sessions, buffers)
                : new TcpFront(sessions, threads, processors);
        var listener = new Listener(sessions, front);
        listeners.add(listener);
        return listener;
    }

    /** The listeners made so far. */
    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    /** Stops all listeners at the same time (see {@link Listener#stop}), and then the I/O threads. */
    public void stop(Duration grace) {
        try (var stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Listener listener : listeners) {
                stoppers.execute(() -> listener.stop(grace));
            }
        }
        processors.dispose();
        reminder.cancel(false);
        timer.shutdownNow();
        threads.shutdown();
    }
}
