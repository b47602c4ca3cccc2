package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.imapd.proto.Append;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.mime.bytes.MessageBytes;

/** APPEND (RFC 3501 §6.3.11), of several messages at once, too (RFC 3502), with APPENDUID (RFC 4315 §3). */
final class AppendHandler {
    private AppendHandler() {}

    static Reply run(Session session, Append command) throws IOException {
        Reply tooMany = MessageLimits.refusal(session, command.messages().size(), new int[0]);
        if (tooMany != null) {
            return tooMany;
        }
        try (Catenator catenator = new Catenator(session)) {
            Appender appender = new Appender(session, command.mailbox());
            List<MessageBytes> bytes = catenator.join(command.messages());
            Reply refusal = catenator.refusal();
            return refusal != null
                    ? refusal
                    : Reply.ok(appender.code(appender.append(command.messages(), bytes)), "Appended");
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.mailbox());
        }
    }
}
