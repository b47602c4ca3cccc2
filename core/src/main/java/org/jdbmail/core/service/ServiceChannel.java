package org.jdbmail.core.service;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Octets to and from a program beside this server, over TCP or a Unix socket, each step by a deadline. Used by one thread. */
public final class ServiceChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private long deadline;

    private ServiceChannel(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /** Connects. */
    public static ServiceChannel open(ServicePlace place, Duration patience) throws IOException {
        SocketChannel channel = place.isUnix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Selector selector = null;
        try {
            channel.configureBlocking(false);
            selector = Selector.open();
            boolean isThere = channel.connect(place.address());
            ServiceChannel made = new ServiceChannel(channel, selector, channel.register(selector, 0));
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
            throw new ServiceTrouble("can't be reached", e);
        }
    }

    /** Gives all that follows so much time together. */
    public void within(Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
    }

    private void await(int what) throws IOException {
        key.interestOps(what);
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || selector.select(left) == 0 && deadline - System.nanoTime() <= 0) {
            throw new ServiceTrouble("takes too long");
        }
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new ServiceTrouble("the server is stopping");
        }
    }

    /** Writes all of a buffer. */
    public void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            if (channel.write(octets) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** Fills a buffer. */
    public void read(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            readSome(octets);
        }
    }

    /** Reads what there is, waiting for it, into a buffer that has room. */
    public void readSome(ByteBuffer octets) throws IOException {
        int count = channel.read(octets);
        while (count == 0) {
            await(SelectionKey.OP_READ);
            count = channel.read(octets);
        }
        if (count < 0) {
            throw new ServiceTrouble("has closed the connection");
        }
    }

    /** Whether nothing has come that nobody waits for, and it is open; does not wait. */
    public boolean isQuiet() {
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
