package org.jdbmail.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** The listening sockets of one listener. */
sealed interface Front permits ChannelFront, TcpFront {
    /** Where it listens, with the ports that the system chose. */
    List<SocketAddress> addresses();

    /** Takes no more connections; those that are open stay. */
    void stopAccepting();

    /** Gives everything back; no connection is open any more. */
    void dispose();

    /** Refuses a name that nobody knows; what the system would say of it is less clear. */
    static void requireResolved(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IOException("there is no address for the name " + inet.getHostString());
        }
    }

    /** An address as an administrator writes it. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostString() + ":" + inet.getPort() : address + "";
    }
}
