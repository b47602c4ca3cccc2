package org.jdbmail.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jdbmail.wire.listener.Front;
import org.jdbmail.wire.transport.WireException;

/** A listener at work, made by {@link WireServer#listen}. */
public final class Listener {
    private final Sessions sessions;
    private final Front front;

    Listener(Sessions sessions, Front front) {
        this.sessions = sessions;
        this.front = front;
    }

    /** The name from its configuration. */
    public String name() {
        return sessions.config().name();
    }

    /** Where it listens, with the ports that the system chose. */
    public List<SocketAddress> addresses() {
        return front.addresses();
    }

    /** The port of the first TCP address; 0 for a Unix socket. */
    public int port() {
        return addresses().getFirst() instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** How many connections are open. */
    public int connections() {
        return sessions.count();
    }

    /** Takes no new connections. */
    void stopAccepting() {
        front.stopAccepting();
    }

    /** Lets the sessions know that they are to end; does not wait for that. */
    void askToEnd() {
        sessions.askToEnd();
    }

    /** Wakes the sessions whose deadlines have come near. */
    void remind(long now) {
        sessions.remind(now);
    }

    /**
     * Stops: takes no new connections, lets the sessions know (a read that waits fails with
     * {@link WireException.Stopping}), and cuts those that have not ended when the grace is over. Returns when all are
     * gone, at latest a second after that. May be called again.
     */
    public void stop(Duration grace) {
        stopAccepting();
        sessions.stop(grace);
        front.dispose();
    }
}
