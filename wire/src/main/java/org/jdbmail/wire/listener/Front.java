package org.jdbmail.wire.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jdbmail.wire.limit.Seldom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening sockets of one listener. */
public sealed interface Front permits ChannelFront, TcpFront {
    /** Where it listens, with the ports that the system chose. */
    List<SocketAddress> addresses();

    /** Takes no more connections; those that are open stay. May be called again. */
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

    /** Logs that a connection could not be taken, with what to do where that is known. */
    static void logFailure(Seldom failures, ListenOn on, IOException failure) {
        Logger log = LoggerFactory.getLogger(Front.class);
        int untold = failures.cause();
        if (untold >= 0) {
            String reason = String.valueOf(failure.getMessage());
            String advice = reason.contains("Too many open files")
                    ? "; allow the process more (LimitNOFILE in its unit, ulimit -n), or fewer sessions (max_sessions)"
                    : "";
            log.error("{}: cannot take connections: {}{}{}", on.name(), reason, advice, Seldom.andMore(untold));
        }
    }
}
