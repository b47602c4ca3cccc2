package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Set;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** ENABLE (RFC 5161 §3.1): what we don't know, or can't switch on, is passed over; so far that is everything. */
final class EnableHandler {
    private EnableHandler() {}

    static Reply run(Session session) throws IOException {
        session.out().untagged(new Untagged.Enabled(Set.of()));
        return Reply.ok("Enabled");
    }
}
