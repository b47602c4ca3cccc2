package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Changes;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.wire.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IDLE (RFC 2177 §3): waits for the client's DONE, and tells what is new as soon as a commit wakes the session. Now and
 * then it says that we are still here, which keeps the connection alive in the middle and finds out if nobody is there.
 */
final class IdleHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IdleHandler.class);

    private IdleHandler() {}

    static Reply run(Session session) throws IOException, ImapSyntaxException {
        session.out().continuation("idling");
        if (session.state() != State.SELECTED) {
            return untilDone(session);
        }
        Changes.Watch watch = session.selected().view().index().listen(session.connection()::wake);
        try {
            return untilDone(session);
        } finally {
            watch.close();
        }
    }

    private static Reply untilDone(Session session) throws IOException, ImapSyntaxException {
        while (true) {
            // What came before we listened would wake nobody.
            tell(session);
            session.out().release();
            Readiness readiness =
                    session.connection().in().await(session.shared().options().idleNews());
            switch (readiness) {
                // What ends the connection is met by reading.
                case READABLE, EOF, SHUTDOWN -> {
                    return done(session);
                }
                case WOKEN -> {}
                case TIMEOUT -> session.out().untagged(new Untagged.Message(Untagged.Kind.OK, null, "Still here"));
            }
        }
    }

    private static void tell(Session session) throws IOException {
        try {
            session.announce(true, false);
        } catch (Refusal refusal) {
            // The client is to end the command, not we; what is new is told at the next look.
            LOG.warn("{}: what is new can't be told now: {}", session.connection(), refusal.text());
        }
    }

    private static Reply done(Session session) throws IOException, ImapSyntaxException {
        if (!session.in().done().strip().equalsIgnoreCase("DONE")) {
            throw new ImapSyntaxException("Expected DONE");
        }
        return Reply.ok("Idle no more");
    }
}
