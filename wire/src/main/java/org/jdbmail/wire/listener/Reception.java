package org.jdbmail.wire.listener;

import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.Transport;

/** Receives the connections that a front takes in. Its methods are called by threads that take the next ones: they never wait. */
public interface Reception {
    /**
     * A new connection.
     *
     * @param turnAway says the farewell and closes, where there is no room
     */
    void accept(Transport transport, Signal signal, Arrivals arrivals, Runnable turnAway);

    /** What is written to those that are turned away. */
    byte[] farewell();

    /** What came in from a new connection and is not used yet, bounded as suits the listener. */
    Arrivals arrivals(Signal signal);
}
