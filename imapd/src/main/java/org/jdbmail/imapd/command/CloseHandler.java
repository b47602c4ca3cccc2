package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.core.mail.Right;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;

/** CLOSE (RFC 3501 §6.4.2): expunges, without telling, and unselects. */
final class CloseHandler {
    private CloseHandler() {}

    static Reply run(Session session) throws IOException {
        boolean readable = session.renewRights(true);
        Selected selected = session.selected();
        if (readable && selected.may(Right.EXPUNGE)) {
            ExpungeHandler.expunge(session, selected, null);
        }
        session.unselect();
        // RFC 7162 §3.2.8: without the MODSEQ, since nobody was told what comes before it.
        return Reply.ok("Closed");
    }
}
