package org.jdbmail.imapd.command;

import org.jdbmail.core.mail.Refusal;
import org.jdbmail.imapd.proto.Append;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** APPEND (RFC 3501 §6.3.11), of several messages at once, too (RFC 3502), with APPENDUID (RFC 4315 §3). */
final class AppendHandler {
    private AppendHandler() {}

    static Reply run(Session session, Append command) {
        Reply tooMany = MessageLimits.refusal(session, command.messages().size(), new int[0]);
        if (tooMany != null) {
            return tooMany;
        }
        try {
            Appender appender = new Appender(session, command.mailbox());
            return Reply.ok(appender.code(appender.append(command.messages())), "Appended");
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.mailbox());
        }
    }
}
