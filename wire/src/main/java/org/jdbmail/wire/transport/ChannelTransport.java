package org.jdbmail.wire.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection that is read and written by its session's own thread, which waits at the socket (see {@link SelectorSignal}):
 * no other thread has to be woken for what a peer says. It reads while it waits, for whatever reason, and not otherwise.
 */
public final class ChannelTransport implements Transport {
    /** The most that one read takes. */
    public static final int LARGEST_READ = 64 * 1024;

    private final SocketChannel channel;
    private final SocketAddress remote;
    private final SocketAddress local;
    private final SelectionKey key;
    private final Signal signal;
    private final Arrivals arrivals;
    private final Scratch<ByteBuffer> buffers;
    private final long writeTimeoutNanos;
    private boolean reading = true;
    private boolean waitsForRoom;
    private volatile int outstanding;
    private volatile boolean closed;

    /** @param key of the channel, interested in reading */
    public ChannelTransport(
            SocketChannel channel,
            SocketAddress remote,
            SocketAddress local,
            SelectionKey key,
            Signal signal,
            Arrivals arrivals,
            Scratch<ByteBuffer> buffers,
            long writeTimeoutNanos) {
        this.channel = channel;
        this.remote = remote;
        this.local = local;
        this.key = key;
        this.signal = signal;
        this.arrivals = arrivals;
        this.buffers = buffers;
        this.writeTimeoutNanos = writeTimeoutNanos;
    }

    /** The socket has something to read, or room; session's thread. */
    public void ready() {
        try {
            if (key.isWritable()) {
                waitsForRoom = false;
            }
            if (key.isReadable()) {
                read();
            }
        } catch (CancelledKeyException e) {
            // Another thread has cut the connection, and says so.
            return;
        }
        listen();
    }

    private void read() {
        ByteBuffer buffer = buffers.take();
        try {
            int n = channel.read(buffer.clear().limit(Math.min(LARGEST_READ, arrivals.allowance())));
            if (n > 0) {
                byte[] bytes = new byte[n];
                buffer.flip().get(bytes);
                arrivals.offer(bytes, 0, n);
            } else if (n < 0) {
                // The socket stays readable for ever at its end: without this the selector would spin.
                reading = false;
                arrivals.end();
            }
        } catch (IOException e) {
            // Reset by the peer, or cut by us: either way nothing more will come.
            cut();
        } finally {
            buffers.give(buffer);
        }
    }

    /** Tells the selector what is waited for. */
    private void listen() {
        int wanted = (reading ? SelectionKey.OP_READ : 0) | (waitsForRoom ? SelectionKey.OP_WRITE : 0);
        try {
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        } catch (CancelledKeyException e) {
            // Another thread has cut the connection: whoever waits hears of it.
            waitsForRoom = false;
        }
    }

    @Override
    public SocketAddress remote() {
        return remote;
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    @Override
    public void send(byte[] bytes, int off, int len) throws WireException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, off, len);
        try {
            channel.write(buffer);
            while (buffer.hasRemaining()) {
                if (outstanding == 0) {
                    outstanding = bytes.length;
                    arrivals.budget().take(bytes.length);
                }
                awaitRoom();
                channel.write(buffer);
            }
        } catch (IOException e) {
            cut();
            throw e instanceof WireException.Timeout timeout ? timeout : new WireException.Closed();
        } finally {
            arrivals.budget().give(outstanding);
            outstanding = 0;
        }
    }

    private void awaitRoom() throws WireException {
        waitsForRoom = true;
        listen();
        if (!signal.await(() -> closed || !waitsForRoom, System.nanoTime() + writeTimeoutNanos)) {
            throw new WireException.Timeout("the peer took nothing for too long");
        }
    }

    @Override
    public int outstanding() {
        return outstanding;
    }

    @Override
    public void pauseReading() {
        reading = false;
        listen();
    }

    @Override
    public void resumeReading() {
        reading = true;
        listen();
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
        arrivals.end();
    }
}
