package org.jdbmail.lmtpd;

import java.io.IOException;
import java.time.InstantSource;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.TransactionIds;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.SessionHandler;

/** LMTP for the connections of a listener, TCP or Unix socket. */
public final class LmtpServer implements SessionHandler {
    private final LmtpOptions settings;
    private final LmtpReplies replies;
    private final DeliveryService delivery;
    private final Spools spools;
    private final InstantSource clock;
    private final TransactionIds ids;

    /** A server that stores through that service and holds messages in those spools meanwhile. */
    public LmtpServer(LmtpOptions settings, DeliveryService delivery, Spools spools, InstantSource clock) {
        this.settings = settings;
        this.replies = new LmtpReplies(settings, new RefusalReplies(settings.overQuotaIsFinal()));
        this.delivery = delivery;
        this.spools = spools;
        this.clock = clock;
        this.ids = new TransactionIds(clock);
    }

    @Override
    public void run(Connection connection) throws IOException {
        try (LmtpHandlers handlers = new LmtpHandlers(connection, settings, replies, delivery, spools, clock, ids)) {
            new LmtpSession(connection, settings, replies, handlers).run();
        }
    }

    @Override
    public void failed(Connection connection, String incident, Throwable thrown) throws IOException {
        connection.out().write(replies.incident(incident).bytes());
    }

    @Override
    public byte[] tooManyConnections() {
        return replies.tooManyConnections().bytes();
    }
}
