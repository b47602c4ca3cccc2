package org.jdbmail.smtpd;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.TransactionIds;
import org.jdbmail.core.reception.Reception;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.SessionHandler;

/** SMTP for the connections of a listener, TCP or Unix socket. */
public final class SmtpServer implements SessionHandler {
    private final SmtpSettings settings;
    private final SmtpReplies replies;
    private final Parts parts;

    /**
     * What sessions work with.
     *
     * @param reception takes the mail
     * @param logins lets users in; empty where nobody logs in
     * @param spools hold messages while they come
     * @param ids name transactions
     */
    record Parts(
            Reception reception, Optional<SaslGate> logins, Spools spools, InstantSource clock, TransactionIds ids) {}

    /** A server that hands mail to that reception, and lets users in by that gate. */
    public SmtpServer(
            SmtpSettings settings, Reception reception, Optional<SaslGate> logins, Spools spools, InstantSource clock) {
        this.settings = settings;
        this.replies = new SmtpReplies(settings, new RefusalReplies(settings.overQuotaIsFinal()));
        this.parts = new Parts(reception, logins, spools, clock, new TransactionIds(clock));
    }

    @Override
    public void run(Connection connection) throws IOException {
        try (SmtpHandlers handlers = new SmtpHandlers(connection, settings, replies, parts)) {
            new SmtpSession(connection, settings, replies, handlers).run();
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
