package org.jdbmail.wire.listener;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix socket. It appears under its name with the permissions that it is to have: it is made in a folder that nobody
 * else may enter, and then moved into place. What stands in its place is removed only if it is a socket of this user to which
 * nobody listens any more.
 */
record UnixSocket(
        Path path, ServerSocketChannel channel, @Nullable Object identity) {
    /** The type of a file in its mode, and that of sockets (stat(2)). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;

    /**
     * Opens one.
     *
     * @param permissions as in {@code rw-rw-rw-}
     */
    static UnixSocket open(Path path, int backlog, String permissions) throws IOException {
        Path place = path.toAbsolutePath();
        removeStale(place);
        Path beside = Files.createTempDirectory(
                Objects.requireNonNull(place.getParent()),
                ".jd",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean opened = false;
        Path made = beside.resolve("s");
        try {
            channel.bind(UnixDomainSocketAddress.of(made), backlog);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
            Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
            opened = true;
            return new UnixSocket(place, channel, identity(place));
        } finally {
            if (!opened) {
                channel.close();
                Files.deleteIfExists(made);
            }
            Files.deleteIfExists(beside);
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new IOException("there is something else of that name, which is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            if (!isOurs(path)) {
                throw new IOException("there is a socket of another user, to which nobody listens", e);
            }
            Files.delete(path);
            return;
        }
        throw new IOException("Address already in use");
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode
                && (mode & TYPE) == SOCKET;
    }

    /** Whether it belongs to the user of this process, as this process itself does. */
    private static boolean isOurs(Path path) throws IOException {
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Closes it, and removes its name if that is still its own. */
    void close() throws IOException {
        channel.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(identity(path), identity)) {
            Files.delete(path);
        }
    }
}
