package org.jdbmail.wire.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    private static final String OWNER = "rw-------";

    @TempDir
    Path folder;

    private UnixSocket open(Path path) throws IOException {
        return UnixSocket.open(path, 5, OWNER);
    }

    @Test
    void it_appears_with_its_permissions_and_leaves_nothing_else() throws IOException {
        Path path = folder.resolve("s");
        UnixSocket socket = open(path);
        assertEquals(OWNER, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(client.isConnected());
        }
        socket.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void a_stale_one_is_replaced_and_a_living_one_is_not() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(path));
            assertThrows(IOException.class, () -> open(path));
        }
        assertTrue(Files.exists(path));
        open(path).close();
    }

    @Test
    void whatever_else_has_the_name_stays() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Path target = folder.resolve("target");
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(target));
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        Path directory = Files.createDirectory(folder.resolve("directory"));
        for (Path path : new Path[] {file, link, directory}) {
            assertThrows(IOException.class, () -> open(path), path.toString());
        }
        assertEquals("precious", Files.readString(file));
        assertTrue(Files.exists(target));
    }

    @Test
    void a_name_that_another_has_taken_over_is_not_removed_at_the_end() throws IOException {
        Path path = folder.resolve("s");
        UnixSocket socket = open(path);
        Files.delete(path);
        Files.writeString(path, "of another");
        socket.close();
        assertEquals("of another", Files.readString(path));
    }
}
