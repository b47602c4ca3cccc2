package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** LOGOUT (RFC 3501 §6.1.3). */
final class LogoutHandler {
    private LogoutHandler() {}

    static Reply run(Session session) throws IOException {
        session.out().untagged(new Untagged.Message(Untagged.Kind.BYE, null, "Logging out"));
        session.end();
        return Reply.ok("Logged out");
    }
}
