package org.jdbmail.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a Unix socket, which MINA does not serve: a blocking channel, read by a virtual thread of its own and
 * written by the session's. A write that takes too long is ended by cutting the connection.
 */
final class UnixTransport implements Transport {
    private static final int SMALL = 1024;
    private static final int LARGE = 64 * 1024;

    private final SocketChannel channel;
    private final SocketAddress local;
    private final Signal signal;
    private final Arrivals arrivals;
    private final ScheduledExecutorService timer;
    private final long writeTimeoutNanos;
    private volatile boolean paused;
    private volatile boolean closed;
    private volatile int outstanding;
    private volatile @Nullable Thread reader;

    UnixTransport(
            SocketChannel channel,
            SocketAddress local,
            Signal signal,
            Arrivals arrivals,
            ScheduledExecutorService timer,
            long writeTimeoutNanos) {
        this.channel = channel;
        this.local = local;
        this.signal = signal;
        this.arrivals = arrivals;
        this.timer = timer;
        this.writeTimeoutNanos = writeTimeoutNanos;
    }

    /** Begins to read. */
    void start() {
        reader = Thread.startVirtualThread(this::readAll);
    }

    private void readAll() {
        int size = SMALL;
        try {
            while (true) {
                while (paused && !closed) {
                    LockSupport.park(this);
                }
                byte[] bytes = new byte[size];
                int n = channel.read(ByteBuffer.wrap(bytes));
                if (n < 0) {
                    break;
                }
                arrivals.offer(bytes, 0, n);
                size = n == size ? Math.min(2 * size, LARGE) : n < size / 2 ? Math.max(size / 2, SMALL) : size;
            }
        } catch (IOException e) {
            // Reset by the peer, or cut by us: either way nothing more will come.
            cut();
        }
        arrivals.end();
    }

    @Override
    public SocketAddress remote() {
        return UnixDomainSocketAddress.of("");
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    @Override
    public void send(byte[] bytes, int off, int len) throws WireException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, off, len);
        outstanding = len;
        ScheduledFuture<?> alarm = timer.schedule(this::cut, writeTimeoutNanos, TimeUnit.NANOSECONDS);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            cut();
            throw alarm.isDone()
                    ? new WireException.Timeout("the peer took nothing for too long")
                    : new WireException.Closed();
        } finally {
            alarm.cancel(false);
            outstanding = 0;
        }
    }

    @Override
    public int outstanding() {
        return outstanding;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        unparkReader();
    }

    private void unparkReader() {
        Thread thread = reader;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void closeAfterSending() {
        // Everything written is already in the peer's hands.
        cut();
    }

    @Override
    public void cut() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // The channel counts as closed whatever the kernel had to say about it.
            signal.raise();
        }
        unparkReader();
        arrivals.end();
    }
}
