package org.jdbmail.imapd.command;

import org.jdbmail.imapd.proto.CancelUpdate;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** CANCELUPDATE (RFC 5267 §4.3.5). */
final class CancelUpdateHandler {
    private CancelUpdateHandler() {}

    static Reply run(Session session, CancelUpdate command) throws ImapSyntaxException {
        boolean all = true;
        for (String tag : command.tags()) {
            all &= session.news().contexts().cancel(tag);
        }
        if (!all) {
            throw new ImapSyntaxException("There is no search with that tag");
        }
        return Reply.ok("You won't hear of changes any more");
    }
}
