package org.jdbmail.imapd.command;

import org.jdbmail.imapd.proto.Rename;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** RENAME (RFC 3501 §6.3.5), with everything below; INBOX gives its messages to the new name and stays. */
final class RenameHandler {
    private RenameHandler() {}

    static Reply run(Session session, Rename command) {
        session.requireNetUnicode(command.to());
        session.news().own(command.from());
        session.news().own(command.to());
        session.store().write(tx -> session.mailboxes().rename(tx, command.from(), command.to()));
        return Reply.ok("Renamed");
    }
}
