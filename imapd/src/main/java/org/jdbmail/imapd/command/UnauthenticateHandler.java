package org.jdbmail.imapd.command;

import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** UNAUTHENTICATE (RFC 8437 §3): another user may log in over the same connection. */
final class UnauthenticateHandler {
    private UnauthenticateHandler() {}

    static Reply run(Session session) {
        session.unauthenticate();
        return Reply.ok("Logged out; somebody else may log in");
    }
}
