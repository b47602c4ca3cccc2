package org.jdbmail.sieved;

import java.io.IOException;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.SessionHandler;

/** ManageSieve for the connections of a listener. */
public final class SieveServer implements SessionHandler {
    private final ManageSieveOptions settings;
    private final SieveReplies replies;
    private final UserScripts scripts;
    private final SaslGate logins;

    /** A server of those scripts, for whom that gate lets in. */
    public SieveServer(ManageSieveOptions settings, UserScripts scripts, SaslGate logins) {
        this.settings = settings;
        this.replies = new SieveReplies(settings);
        this.scripts = scripts;
        this.logins = logins;
    }

    @Override
    public void run(Connection connection) throws IOException {
        CommandReader reader = new CommandReader(connection.in());
        try (SieveHandlers handlers = new SieveHandlers(connection, settings, replies, scripts, logins, reader)) {
            new SieveSession(connection, settings, replies, handlers, reader).run();
        }
    }

    @Override
    public void failed(Connection connection, String incident, Throwable thrown) throws IOException {
        connection.out().write(SieveReplies.bytes(replies.incident(incident)));
    }

    @Override
    public byte[] tooManyConnections() {
        return SieveReplies.bytes(replies.tooManyConnections());
    }
}
