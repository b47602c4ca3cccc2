package org.jdbmail.authd;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.SessionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dovecot's auth client protocol for the connections of a listener. */
public final class AuthServer implements SessionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AuthServer.class);

    private final AuthOptions settings;
    private final SaslGate logins;

    /** A server that asks that gate. */
    public AuthServer(AuthOptions settings, SaslGate logins) {
        this.settings = settings;
        this.logins = logins;
    }

    @Override
    public void run(Connection connection) throws IOException {
        if (connection.remoteAddress() instanceof InetSocketAddress inet
                && !settings.clients().test(inet.getAddress())) {
            LOG.warn("{} may not ask who may log in: see client_networks", connection);
            return;
        }
        new AuthSession(connection, settings, logins).run();
    }

    /** The connection ends; clients come again. */
    @Override
    public void failed(Connection connection, String incident, Throwable thrown) {}

    @Override
    public byte[] tooManyConnections() {
        return new byte[0];
    }
}
