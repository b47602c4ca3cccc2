package org.jdbmail.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on Unix sockets: a blocking accept loop on a virtual thread for each. */
final class UnixFront implements Front {
    private static final Logger LOG = LoggerFactory.getLogger(UnixFront.class);

    private record Door(UnixDomainSocketAddress address, ServerSocketChannel channel) {}

    private final Sessions sessions;
    private final ScheduledExecutorService timer;
    private final List<Door> doors = new ArrayList<>();

    UnixFront(Sessions sessions, ScheduledExecutorService timer) throws ListenException {
        this.sessions = sessions;
        this.timer = timer;
        for (SocketAddress address : sessions.config().addresses()) {
            if (address instanceof UnixDomainSocketAddress unix) {
                doors.add(openOrCloseAll(unix));
            }
        }
        doors.forEach(door -> Thread.startVirtualThread(() -> acceptAll(door)));
    }

    private Door openOrCloseAll(UnixDomainSocketAddress address) throws ListenException {
        try {
            removeStale(address);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(address, sessions.config().backlog());
            Files.setPosixFilePermissions(
                    address.getPath(),
                    PosixFilePermissions.fromString(sessions.config().unixPermissions()));
            return new Door(address, channel);
        } catch (IOException e) {
            stopAccepting();
            throw new ListenException(sessions.config().name(), address.toString(), String.valueOf(e.getMessage()), e);
        }
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
                return;
            } catch (IOException e) {
                LOG.warn("{}: cannot accept on {}: {}", sessions.config().name(), door.address(), e.toString());
                // Out of file descriptors, most likely: some time must pass before it can be better.
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private void begin(Door door, SocketChannel channel) {
        var signal = new Signal();
        var arrivals = new Arrivals(signal);
        var transport = new UnixTransport(
                channel,
                door.address(),
                signal,
                arrivals,
                timer,
                sessions.config().writeTimeout().toNanos());
        arrivals.from(transport);
        sessions.accept(transport, signal, arrivals, () -> turnAway(channel));
        if (!transport.isClosed()) {
            transport.start();
        }
    }

    private void turnAway(SocketChannel channel) {
        try (channel) {
            channel.write(ByteBuffer.wrap(sessions.farewell()));
        } catch (IOException e) {
            LOG.debug("{}: turned away without a word: {}", sessions.config().name(), e.toString());
        }
    }

    @Override
    public List<SocketAddress> addresses() {
        return doors.stream().<SocketAddress>map(Door::address).toList();
    }

    @Override
    public void stopAccepting() {
        for (Door door : doors) {
            try {
                door.channel().close();
                Files.deleteIfExists(door.address().getPath());
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
