package org.jdbmail.pop3d;

import java.io.IOException;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.SessionHandler;

/** POP3 for the connections of a listener. */
public final class PopServer implements SessionHandler {
    private final PopOptions settings;
    private final PopReplies replies;
    private final Readings readings;
    private final MailboxIndexes indexes;
    private final SaslGate logins;
    private final LoginDelays delays;
    private final WorkPool work;

    /** A server of the mailboxes in that store, of which those are the indexes, for whom that gate lets in. */
    public PopServer(PopOptions settings, Store store, MailboxIndexes indexes, SaslGate logins, WorkPool work) {
        this.work = work;
        this.settings = settings;
        this.replies = new PopReplies(settings);
        this.readings = Readings.of(store);
        this.indexes = indexes;
        this.logins = logins;
        this.delays = new LoginDelays(settings.loginDelay());
    }

    @Override
    public void run(Connection connection) throws IOException {
        try (PopHandlers handlers =
                new PopHandlers(connection, settings, replies, readings, indexes, logins, delays, work)) {
            new PopSession(connection, settings, replies, handlers).run();
        }
    }

    @Override
    public void failed(Connection connection, String incident, Throwable thrown) throws IOException {
        connection.out().write(PopReplies.bytes(replies.incident(incident)));
    }

    @Override
    public byte[] tooManyConnections() {
        return PopReplies.bytes(replies.tooManyConnections());
    }
}
