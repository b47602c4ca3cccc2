package org.jdbmail.imapd.command;

import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** UNSELECT (RFC 3691 §2): CLOSE without an expunge. */
final class UnselectHandler {
    private UnselectHandler() {}

    static Reply run(Session session) {
        session.unselect();
        return Reply.ok("Unselected");
    }
}
