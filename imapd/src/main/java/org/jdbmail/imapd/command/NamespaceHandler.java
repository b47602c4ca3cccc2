package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.core.mailbox.Names;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** NAMESPACE (RFC 2342 §5). */
final class NamespaceHandler {
    private NamespaceHandler() {}

    static Reply run(Session session) throws IOException {
        session.out().untagged(new Untagged.Namespace("", Names.USERS + "/", Names.PUBLIC + "/"));
        return Reply.ok("That is all");
    }
}
