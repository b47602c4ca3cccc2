package org.jdbmail.wire.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of MINA. Its write queue has no bound of its own, so what is under way is counted here: from the
 * write until its {@code WriteFuture} is done. Only the session's thread sends, so while nothing is under way it may write
 * to the socket by itself, and what the socket takes need not wake the I/O thread; only the rest is queued.
 */
public final class MinaTransport implements Transport {
    private static final AttributeKey SELF = new AttributeKey(MinaTransport.class, "self");

    /** How much memory output under way may hold at most. */
    public static final int WINDOW = 256 * 1024;

    /** What one write costs beside its bytes; without it, many tiny answers would be free. */
    private static final int OVERHEAD = 256;

    private final IoLoops loops;
    private final NioSession session;
    private final Signal signal;
    private final Arrivals arrivals;
    private final long writeTimeoutNanos;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile boolean waiting;
    private volatile boolean closed;

    public MinaTransport(IoLoops loops, NioSession session, Signal signal, Arrivals arrivals, long writeTimeoutNanos) {
        this.loops = loops;
        this.session = session;
        this.signal = signal;
        this.arrivals = arrivals;
        this.writeTimeoutNanos = writeTimeoutNanos;
        session.setAttribute(SELF, this);
    }

    /** The transport of one of MINA's sessions; null if it has none. */
    public static @Nullable MinaTransport of(IoSession session) {
        return session.getAttribute(SELF) instanceof MinaTransport transport ? transport : null;
    }

    /** This came in; the array belongs to us from now on. */
    public void received(byte[] bytes, int from, int to) {
        arrivals.offer(bytes, from, to);
    }

    /** How much may be read at once. */
    int allowance() {
        return arrivals.allowance();
    }

    @Override
    public SocketAddress remote() {
        return session.getRemoteAddress();
    }

    @Override
    public SocketAddress local() {
        return session.getLocalAddress();
    }

    @Override
    public void send(byte[] bytes, int off, int len) throws WireException {
        int cost = bytes.length + OVERHEAD;
        int window = arrivals.budget().portion(WINDOW);
        if (outstanding.get() + cost > Math.max(window, cost)) {
            awaitRoom(window);
        }
        if (closed) {
            throw new WireException.Closed();
        }
        IoBuffer buffer = IoBuffer.wrap(bytes, off, len);
        if (outstanding.get() == 0) {
            writeNow(buffer);
        }
        if (buffer.hasRemaining()) {
            outstanding.addAndGet(cost);
            arrivals.budget().take(cost);
            session.write(buffer).addListener(future -> sent(cost));
        }
    }

    private void writeNow(IoBuffer buffer) throws WireException.Closed {
        try {
            loops.writeNow(session, buffer);
        } catch (IOException e) {
            cut();
            throw new WireException.Closed();
        }
    }

    /** Waits until half the window is free, as long as the peer takes anything at all. */
    private void awaitRoom(int window) throws WireException {
        waiting = true;
        try {
            while (true) {
                int before = outstanding.get();
                boolean room = signal.await(
                        () -> closed || outstanding.get() <= window / 2, System.nanoTime() + writeTimeoutNanos);
                if (room) {
                    return;
                }
                if (outstanding.get() >= before) {
                    cut();
                    throw new WireException.Timeout("the peer took nothing for too long");
                }
            }
        } finally {
            waiting = false;
        }
    }

    private void sent(int cost) {
        arrivals.budget().give(cost);
        if (outstanding.addAndGet(-cost) <= WINDOW / 2 && waiting) {
            signal.raise();
        }
    }

    @Override
    public int outstanding() {
        return outstanding.get();
    }

    @Override
    public void pauseReading() {
        session.suspendRead();
    }

    @Override
    public void resumeReading() {
        session.resumeRead();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void closeAfterSending() {
        session.closeOnFlush();
    }

    @Override
    public void cut() {
        session.closeNow();
    }

    /** The peer has sent its last byte; it may still be listening, so the session goes on until it has read that. */
    public void inputEnded() {
        // The socket stays readable for ever at its end: without this the selector would spin.
        session.suspendRead();
        arrivals.end();
    }

    /** MINA has closed the socket. */
    public void socketClosed() {
        closed = true;
        arrivals.end();
        signal.raise();
    }
}
