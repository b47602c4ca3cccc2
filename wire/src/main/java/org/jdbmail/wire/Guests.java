package org.jdbmail.wire;

import org.jdbmail.wire.limit.Admission;
import org.jdbmail.wire.limit.PeerOrigin;
import org.jdbmail.wire.limit.Seldom;
import org.jdbmail.wire.limit.Strangers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections of one listener: those whose peers are known, and among the strangers of the whole server those of sessions
 * that have yet to log in.
 */
final class Guests {
    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

    /** As what a connection is counted. Used by the thread that accepts it, and then by its session's. */
    static final class Place {
        private boolean known;
        private boolean counted;
        private String origin = PeerOrigin.NONE;
    }

    private final String listener;
    private final boolean login;
    private final Admission known;
    private final Strangers strangers;
    private final Seldom refusals = new Seldom();

    Guests(String listener, ListenerConfig.Limits limits, Strangers strangers) {
        this.listener = listener;
        this.login = limits.login();
        this.known = new Admission(limits.total(), limits.perAddress());
        this.strangers = strangers;
    }

    /**
     * A connection has come.
     *
     * @param origin whose it is; {@link PeerOrigin#NONE} as long as that is not known
     */
    boolean enter(Connection connection, String origin) {
        boolean entered = login ? !known.isFull() && strangers.enter(connection, origin) : known.enter();
        if (!entered) {
            refused(connection, "all together");
        } else if (!login) {
            connection.place().known = true;
        }
        connection.place().counted = entered;
        return entered;
    }

    /**
     * Whose a connection is has turned out.
     *
     * @param proxied whether that was not known when it came
     */
    boolean tell(Connection connection, boolean proxied) {
        Place place = connection.place();
        if (login) {
            if (!proxied) {
                return true;
            }
            strangers.leave(connection);
            place.counted = strangers.enter(connection, connection.origin());
            if (!place.counted) {
                refused(connection, "that are not logged in");
            }
            return place.counted;
        }
        return enterByOrigin(connection);
    }

    /** Who the peer of a connection is has been shown. */
    boolean welcome(Connection connection) {
        Place place = connection.place();
        if (place.known) {
            return true;
        }
        if (!known.enter()) {
            refused(connection, "all together");
            return false;
        }
        if (!enterByOrigin(connection)) {
            known.leave();
            return false;
        }
        strangers.leave(connection);
        place.known = true;
        return true;
    }

    private boolean enterByOrigin(Connection connection) {
        String origin = connection.origin();
        if (known.enter(origin)) {
            connection.place().origin = origin;
            return true;
        }
        refused(connection, "from this address");
        return false;
    }

    /** A connection is over. */
    void leave(Connection connection) {
        Place place = connection.place();
        if (!place.counted) {
            return;
        }
        place.counted = false;
        if (place.known) {
            known.leave(place.origin);
            known.leave();
        } else {
            strangers.leave(connection);
        }
    }

    private void refused(Connection connection, String which) {
        int untold = refusals.cause();
        if (untold >= 0) {
            LOG.warn(
                    "{}: {} turned away: too many connections {}{}",
                    listener,
                    connection.remoteAddress(),
                    which,
                    Seldom.andMore(untold));
        }
    }
}
