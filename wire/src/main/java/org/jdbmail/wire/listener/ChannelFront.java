package org.jdbmail.wire.listener;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbmail.wire.limit.Seldom;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.ChannelTransport;
import org.jdbmail.wire.transport.Scratch;
import org.jdbmail.wire.transport.SelectorSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on sockets whose sessions do their own reading and writing: Unix sockets, which MINA does not serve, and TCP for
 * listeners with threads of the system's. A blocking accept loop on a thread of the system's for each address.
 */
public final class ChannelFront implements Front {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelFront.class);

    private record Door(
            SocketAddress address,
            ServerSocketChannel channel,
            @Nullable UnixSocket unix) {
        void close() throws IOException {
            if (unix == null) {
                channel.close();
            } else {
                unix.close();
            }
        }
    }

    private final ListenOn on;
    private final Duration writeTimeout;
    private final Reception reception;
    private final Scratch<ByteBuffer> buffers;
    private final List<Door> doors = new ArrayList<>();
    private final Seldom failures = new Seldom();

    /**
     * @param threads run the accept loops; a loop that ends for an error lets it through
     * @param buffers for reading
     */
    public ChannelFront(
            ListenOn on, Duration writeTimeout, Reception reception, Executor threads, Scratch<ByteBuffer> buffers)
            throws ListenException {
        this.on = on;
        this.writeTimeout = writeTimeout;
        this.reception = reception;
        this.buffers = buffers;
        for (SocketAddress address : TcpSockets.toOpen(on.addresses())) {
            doors.add(openOrCloseAll(address));
        }
        doors.forEach(door -> threads.execute(() -> acceptAll(door)));
    }

    private Door openOrCloseAll(SocketAddress address) throws ListenException {
        try {
            return address instanceof UnixDomainSocketAddress unix ? openUnix(unix) : openTcp(address);
        } catch (IOException e) {
            stopAccepting();
            throw new ListenException(on.name(), Front.text(address), String.valueOf(e.getMessage()), e);
        }
    }

    private Door openTcp(SocketAddress address) throws IOException {
        ServerSocketChannel channel = TcpSockets.open(address, on.backlog());
        return new Door(channel.getLocalAddress(), channel, null);
    }

    private Door openUnix(UnixDomainSocketAddress address) throws IOException {
        UnixSocket socket = UnixSocket.open(address.getPath(), on.backlog(), on.unixPermissions());
        return new Door(address, socket.channel(), socket);
    }

    private void acceptAll(Door door) {
        Selector next = null;
        try {
            while (door.channel().isOpen()) {
                try {
                    // Before a connection is taken: one that could not be served is better left to wait outside.
                    next = next == null ? Selector.open() : next;
                    if (begin(door, door.channel().accept(), next)) {
                        next = null;
                    }
                } catch (ClosedChannelException e) {
                    LOG.trace("{}: no longer accepts on {}", on.name(), door.address());
                } catch (IOException e) {
                    Front.logFailure(failures, on, e);
                    // Out of file descriptors, most likely: some time must pass before it can be better.
                    LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(200));
                }
            }
        } finally {
            close(next);
        }
    }

    private void close(@Nullable Selector unused) {
        try {
            if (unused != null) {
                unused.close();
            }
        } catch (IOException e) {
            LOG.debug("{}: a selector does not close: {}", on.name(), e.toString());
        }
    }

    /** Whether the selector is the connection's from now on. */
    private boolean begin(Door door, SocketChannel channel, Selector selector) throws IOException {
        boolean begun = false;
        try {
            if (door.unix() == null && TcpSockets.isUnwanted(on.addresses(), channel.getLocalAddress())) {
                return false;
            }
            serve(door, channel, selector);
            begun = true;
            return true;
        } finally {
            if (!begun) {
                channel.close();
            }
        }
    }

    private void serve(Door door, SocketChannel channel, Selector selector) throws IOException {
        boolean unix = door.unix() != null;
        if (!unix) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        var signal = new SelectorSignal(selector);
        Arrivals arrivals = reception.arrivals(signal);
        var transport = new ChannelTransport(
                channel,
                unix ? UnixDomainSocketAddress.of("") : channel.getRemoteAddress(),
                unix ? door.address() : channel.getLocalAddress(),
                key,
                signal,
                arrivals,
                buffers,
                writeTimeout.toNanos());
        key.attach(transport);
        arrivals.from(transport);
        reception.accept(transport, signal, arrivals, () -> turnAway(channel, selector));
    }

    private void turnAway(SocketChannel channel, Selector selector) {
        try (channel;
                selector) {
            channel.write(ByteBuffer.wrap(reception.farewell()));
        } catch (IOException e) {
            LOG.debug("{}: turned away without a word: {}", on.name(), e.toString());
        }
    }

    @Override
    public List<SocketAddress> addresses() {
        return doors.stream().map(Door::address).toList();
    }

    @Override
    public void stopAccepting() {
        for (Door door : doors) {
            try {
                door.close();
            } catch (IOException e) {
                LOG.warn("{}: {} stays behind: {}", on.name(), door.address(), e.toString());
            }
        }
    }

    @Override
    public void dispose() {
        // The sockets were all there was.
    }
}
