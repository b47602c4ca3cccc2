package org.jdbmail.webd;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jdbmail.core.work.Repeating;

/**
 * Keeps connections that ask for nothing from filling the server. One whose request does not come whole within seconds is closed, however
 * steadily it sends its octets one by one; and where there are too many, the one that has been silent for longest makes room for who comes.
 */
final class Sweep extends AbstractLifeCycle implements Connection.Listener {
    /** A request's head comes within so long. */
    private static final Duration HEAD = Duration.ofSeconds(10);

    /** The next one on the same connection within so long. */
    private static final Duration NEXT = Duration.ofSeconds(30);

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Since when a connection has had so many requests. */
    private record Seen(long requests, long sinceNanos) {}

    private final int most;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
    private final Set<Connection> waiting = ConcurrentHashMap.newKeySet();
    private final Repeating looks;

    /** @param most connections at a time */
    Sweep(int most) {
        this.most = most;
        this.looks = new Repeating("http-sweep", EVERY, EVERY, this::look);
    }

    @Override
    protected void doStart() {
        looks.start();
    }

    @Override
    protected void doStop() {
        looks.close();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection) {
            return; // the one inside of it is looked at
        }
        open.put(connection, new Seen(0, System.nanoTime()));
        if (open.size() > most) {
            makeRoom();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
        waiting.remove(connection);
    }

    /** The rest of a request's body is waited for. */
    void waits(Connection connection) {
        waiting.add(connection);
    }

    /** It is there, or does not come. */
    void waitsNoMore(Connection connection) {
        waiting.remove(connection);
    }

    private static boolean isIdle(Connection connection) {
        return connection.getMessagesIn() <= connection.getMessagesOut();
    }

    private void makeRoom() {
        Optional<Connection> longest = open.entrySet().stream()
                .filter(entry -> isIdle(entry.getKey()) || waiting.contains(entry.getKey()))
                .min(Comparator.comparingLong(entry -> entry.getValue().sinceNanos()))
                .map(Map.Entry::getKey);
        longest.ifPresent(this::end);
    }

    private void end(Connection connection) {
        open.remove(connection);
        // At once, and not in order: who dribbles would dribble on.
        connection.getEndPoint().close();
    }

    private void look() {
        long now = System.nanoTime();
        open.forEach((connection, seen) -> look(connection, seen, now));
    }

    private void look(Connection connection, Seen seen, long now) {
        long requests = connection.getMessagesIn();
        if (requests != seen.requests() || !isIdle(connection)) {
            open.computeIfPresent(connection, (same, before) -> new Seen(requests, now));
            return;
        }
        Duration limit = requests == 0 ? HEAD : NEXT;
        if (now - seen.sinceNanos() > limit.toNanos()) {
            end(connection);
        }
    }
}
