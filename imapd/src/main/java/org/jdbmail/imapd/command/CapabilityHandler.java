package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** CAPABILITY (RFC 3501 §6.1.1). */
final class CapabilityHandler {
    private CapabilityHandler() {}

    static Reply run(Session session) throws IOException {
        session.out().untagged(new Untagged.Capability(session.capabilities()));
        return Reply.ok("That is what I can do");
    }
}
