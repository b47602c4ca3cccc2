package org.jdbmail.wire.transport;

import java.net.SocketAddress;

/** Moves the raw bytes of one connection. Input goes to its {@link Arrivals}. */
public sealed interface Transport permits ChannelTransport, MinaTransport {
    /** Who is at the other end of the socket. */
    SocketAddress remote();

    /** Our end of the socket. */
    SocketAddress local();

    /**
     * Sends bytes, waiting on the session's thread while too many are under way. The array belongs to the transport from
     * now on.
     *
     * @throws WireException.Timeout if the peer took nothing for the write time-out; the connection is then cut
     * @throws WireException.Closed if the connection is gone
     */
    void send(byte[] bytes, int off, int len) throws WireException;

    /** Memory held by output that the peer has not taken; never more than the window and one chunk. */
    int outstanding();

    /** Stops reading; any thread. */
    void pauseReading();

    /** Reads again; any thread. */
    void resumeReading();

    /** Whether the connection is gone. */
    boolean isClosed();

    /** Sends what is under way, then closes; does not wait. Session's thread. */
    void closeAfterSending();

    /** Cuts the connection at once; any thread. */
    void cut();
}
