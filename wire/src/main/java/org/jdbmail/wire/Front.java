package org.jdbmail.wire;

import java.net.SocketAddress;
import java.util.List;

/** The listening sockets of one listener. */
sealed interface Front permits TcpFront, UnixFront {
    /** Where it listens, with the ports that the system chose. */
    List<SocketAddress> addresses();

    /** Takes no more connections; those that are open stay. */
    void stopAccepting();

    /** Gives everything back; no connection is open any more. */
    void dispose();
}
