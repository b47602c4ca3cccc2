package org.jdbmail.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on sockets whose sessions do their own reading and writing: Unix sockets, which MINA does not serve, and TCP for
 * listeners with threads of the system's. A blocking accept loop on a virtual thread for each address.
 */
final class ChannelFront implements Front {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelFront.class);

    private record Door(SocketAddress address, ServerSocketChannel channel) {}

    private final Sessions sessions;
    private final Scratch<ByteBuffer> buffers;
    private final List<Door> doors = new ArrayList<>();

    ChannelFront(Sessions sessions, Scratch<ByteBuffer> buffers) throws ListenException {
        this.sessions = sessions;
        this.buffers = buffers;
        for (SocketAddress address : sessions.config().addresses()) {
            doors.add(openOrCloseAll(address));
        }
        doors.forEach(door -> Thread.startVirtualThread(() -> acceptAll(door)));
    }

    private Door openOrCloseAll(SocketAddress address) throws ListenException {
        try {
            return address instanceof UnixDomainSocketAddress unix ? openUnix(unix) : openTcp(address);
        } catch (IOException e) {
            stopAccepting();
            throw new ListenException(sessions.config().name(), Front.text(address), String.valueOf(e.getMessage()), e);
        }
    }

    private Door openTcp(SocketAddress address) throws IOException {
        Front.requireResolved(address);
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, sessions.config().backlog());
            return new Door(channel.getLocalAddress(), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Door openUnix(UnixDomainSocketAddress address) throws IOException {
        removeStale(address);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(address, sessions.config().backlog());
        Files.setPosixFilePermissions(
                address.getPath(),
                PosixFilePermissions.fromString(sessions.config().unixPermissions()));
        return new Door(address, channel);
    }

    /** A socket that a dead process left behind is removed; a living one, and any other file, is not touched. */
    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        if (!Files.exists(path)) {
            return;
        }
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw new IOException("there is a file of that name");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(address);
        } catch (IOException e) {
            Files.delete(path);
            return;
        }
        throw new IOException("Address already in use");
    }

    private void acceptAll(Door door) {
        while (door.channel().isOpen()) {
            try {
                begin(door, door.channel().accept());
            } catch (ClosedChannelException e) {
                LOG.trace("{}: no longer accepts on {}", sessions.config().name(), door.address());
            } catch (IOException e) {
                LOG.warn("{}: cannot accept on {}: {}", sessions.config().name(), door.address(), e.toString());
                // Out of file descriptors, most likely: some time must pass before it can be better.
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private void begin(Door door, SocketChannel channel) throws IOException {
        boolean begun = false;
        Selector selector = null;
        try {
            selector = Selector.open();
            begin(door, channel, selector);
            begun = true;
        } finally {
            if (!begun) {
                channel.close();
                if (selector != null) {
                    selector.close();
                }
            }
        }
    }

    private void begin(Door door, SocketChannel channel, Selector selector) throws IOException {
        boolean unix = door.address() instanceof UnixDomainSocketAddress;
        if (!unix) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        var signal = new SelectorSignal(selector);
        var arrivals = new Arrivals(signal);
        var transport = new ChannelTransport(
                channel,
                unix ? UnixDomainSocketAddress.of("") : channel.getRemoteAddress(),
                unix ? door.address() : channel.getLocalAddress(),
                key,
                signal,
                arrivals,
                buffers,
                sessions.config().writeTimeout().toNanos());
        key.attach(transport);
        arrivals.from(transport);
        sessions.accept(transport, signal, arrivals, () -> turnAway(channel, selector));
    }

    private void turnAway(SocketChannel channel, Selector selector) {
        try (channel;
                selector) {
            channel.write(ByteBuffer.wrap(sessions.farewell()));
        } catch (IOException e) {
            LOG.debug("{}: turned away without a word: {}", sessions.config().name(), e.toString());
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
                door.channel().close();
                if (door.address() instanceof UnixDomainSocketAddress unix) {
                    Files.deleteIfExists(unix.getPath());
                }
            } catch (IOException e) {
                LOG.warn("{}: {} stays behind: {}", sessions.config().name(), door.address(), e.toString());
            }
        }
    }

    @Override
    public void dispose() {
        // The sockets were all there was.
    }
}
