package org.jdbmail.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a TCP port on the loopback address that nobody listens on. */
public final class FreePort {
    private FreePort() {}

    /**
     * A port that was free a moment ago. The system hands such ports out in turn, so two calls give two ports, but
     * another program may take one before it is used; where the server can bind port 0 itself, that is better.
     */
    public static int next() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
