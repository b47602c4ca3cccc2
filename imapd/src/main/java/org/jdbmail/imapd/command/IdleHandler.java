package org.jdbmail.imapd.command;

import java.io.IOException;
import java.time.Duration;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Changes;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Notices;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.wire.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IDLE (RFC 2177 §3): waits for the client's DONE, and tells what is new as soon as a commit wakes the session. Now and
 * then it says that we are still here, which keeps the connection alive in the middle and finds out if nobody is there. Whoever
 * has said by NOTIFY what it wants to hear hears that, and nothing else (RFC 5465 §4).
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
        Duration news = session.shared().options().patience().idleNews();
        long due = System.nanoTime() + news.toNanos();
        while (true) {
            // What came before we listened would wake nobody.
            tell(session);
            session.out().release();
            Readiness readiness = session.connection().in().await(patience(session, due));
            switch (readiness) {
                // What ends the connection is met by reading.
                case READABLE, EOF, SHUTDOWN -> {
                    return done(session);
                }
                case WOKEN -> due = System.nanoTime() + news.toNanos();
                case TIMEOUT -> {
                    if (System.nanoTime() - due >= 0) {
                        session.out().untagged(new Untagged.Message(Untagged.Kind.OK, null, "Still here"));
                        due = System.nanoTime() + news.toNanos();
                    }
                }
            }
        }
    }

    private static Duration patience(Session session, long due) {
        Duration left = Duration.ofNanos(Math.max(0, due - System.nanoTime()));
        Notices notices = session.news().notices();
        return notices == null || notices.patience().compareTo(left) > 0 ? left : notices.patience();
    }

    private static void tell(Session session) throws IOException {
        try {
            session.news().announce(true, false, false);
            Notices notices = session.news().notices();
            if (notices != null) {
                notices.tell();
            }
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
