package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Arrays;
import org.jdbmail.imapd.proto.Notify;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** NOTIFY (RFC 5465 §3.1). */
final class NotifyHandler {
    private NotifyHandler() {}

    static Reply run(Session session, Notify command) throws IOException {
        if (!command.known()) {
            return Reply.no(
                    new ResponseCode.BadEvent(Arrays.stream(Notify.Event.values())
                            .map(Notify.Event::imapName)
                            .toList()),
                    "There is no such event here");
        }
        // What has come together up to now is told in any case: it is as good as a NOOP.
        session.news().announce(true, false, true);
        MailboxNotices notices = new MailboxNotices(session, command);
        boolean begun = false;
        try {
            if (!notices.begin(command.status())) {
                return Reply.no(ResponseCode.Plain.NOTIFICATIONOVERFLOW, "These are too many mailboxes");
            }
            session.news().wanted(notices);
            begun = true;
        } finally {
            if (!begun) {
                notices.close();
            }
        }
        return Reply.ok(command.groups().isEmpty() ? "You will hear nothing" : "You will hear of it");
    }
}
