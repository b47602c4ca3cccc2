package org.jdbmail.wire;

import java.io.IOException;

/**
 * A protocol: straight-line blocking code that talks to one peer. One handler serves all connections of a listener, each
 * on a thread of its own.
 */
public interface SessionHandler {
    /**
     * Talks to the peer from greeting to farewell. On return what was written is sent and the connection is closed.
     * Anything thrown closes this connection only: an {@link IOException} quietly, anything else through {@link #failed}.
     */
    void run(Connection connection) throws IOException;

    /**
     * Something was thrown that nobody expected. It is already in the log under the incident id; here the protocol may
     * tell the peer the id. Runs on the session's thread, before the connection is closed.
     */
    default void failed(Connection connection, String incident, Throwable thrown) throws IOException {}

    /**
     * What a peer is told when there are too many connections, or when the server stops, before it is closed, such as
     * {@code 421 ...} with its line end. Sent in the clear, and not at all where TLS begins with the first byte.
     */
    default byte[] tooManyConnections() {
        return new byte[0];
    }
}
