package org.jdbmail.imapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mailbox.LongLists;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.imapd.fetch.Fetcher;
import org.jdbmail.imapd.session.ImapOptions;
import org.jdbmail.imapd.session.NoticeLoad;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Shared;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.SessionHandler;

/** The IMAP server: one for all its listeners, and an {@link ImapSession} for each connection. */
public final class ImapServer implements SessionHandler {
    private final Shared shared;

    public ImapServer(
            Store store, MailboxIndexes indexes, SaslGate logins, Spools spools, WorkPool work, ImapOptions options) {
        this(store, indexes, logins, spools, work, options, Tracer.NONE);
    }

    /** @param tracer hears of each command */
    public ImapServer(
            Store store,
            MailboxIndexes indexes,
            SaslGate logins,
            Spools spools,
            WorkPool work,
            ImapOptions options,
            Tracer tracer) {
        this.shared = new Shared(
                store,
                indexes,
                logins,
                spools,
                Readings.of(store),
                work,
                new LongLists(),
                options,
                tracer,
                new NoticeLoad());
    }

    @Override
    public void run(Connection connection) throws IOException {
        Session session = new Session(shared, connection, (of, items, places) -> new Fetcher(of, items).run(places));
        try {
            new ImapSession(session).run();
        } finally {
            session.close();
        }
    }

    @Override
    public void failed(Connection connection, String incident, Throwable thrown) throws IOException {
        connection.out().writeAscii("* BYE [SERVERBUG] Internal error, incident " + incident + "\r\n");
        connection.out().flush();
    }

    @Override
    public byte[] tooManyConnections() {
        return "* BYE [UNAVAILABLE] Too many connections, or shutting down\r\n".getBytes(StandardCharsets.US_ASCII);
    }
}
