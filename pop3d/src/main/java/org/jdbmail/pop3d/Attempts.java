package org.jdbmail.pop3d;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jdbmail.core.auth.Attempt;
import org.jdbmail.wire.Connection;

/** Tells the log of logins where a connection comes from. */
final class Attempts {
    private Attempts() {}

    static Attempt of(Connection connection) {
        return new Attempt("pop3", inet(connection.remoteAddress()), inet(connection.localAddress()));
    }

    /** A Unix socket has no address; it is this machine. */
    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
