package org.jdbmail.core.milter;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Octets to and from a milter, over TCP or a Unix socket, each step by a deadline. Used by one thread. */
final class MilterChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private long deadline;

    private MilterChannel(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /** Connects. */
    static MilterChannel open(MilterPlace place, Duration patience) throws IOException {
        SocketChannel channel = place.isUnix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Selector selector = null;
        try {
            channel.configureBlocking(false);
            selector = Selector.open();
            boolean isThere = channel.connect(place.address());
            MilterChannel made = new MilterChannel(channel, selector, channel.register(selector, 0));
            made.within(patience);
            while (!isThere) {
                made.await(SelectionKey.OP_CONNECT);
                isThere = channel.finishConnect();
            }
            return made;
        } catch (IOException | UnresolvedAddressException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw new MilterTrouble("can't be reached", e);
        }
    }

    /** Gives all that follows so much time together. */
    void within(Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
    }

    private void await(int what) throws IOException {
        key.interestOps(what);
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || selector.select(left) == 0 && deadline - System.nanoTime() <= 0) {
            throw new MilterTrouble("takes too long");
        }
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new MilterTrouble("the server is stopping");
        }
    }

    /** Writes all of a buffer. */
    void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            if (channel.write(octets) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** Fills a buffer. */
    void read(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int count = channel.read(octets);
            if (count < 0) {
                throw new MilterTrouble("has closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
