package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mailbox.MailboxName;

/**
 * APPEND (RFC 3501 §6.3.11), of one message or of several (RFC 3502).
 *
 * @param messages at least one, in the order in which they came
 */
public record Append(MailboxName mailbox, List<NewMessage> messages) implements ImapCommand {
    /** How many times the limit of one message all messages of a command may have together. */
    public static final int LARGE_ONES = 2;

    static Append parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        MailboxName mailbox = MailboxNames.parse(in);
        List<NewMessage> messages = new ArrayList<>();
        boolean whole = false;
        try {
            long octets = 0;
            do {
                in.space();
                NewMessage message = NewMessage.parse(in);
                messages.add(message);
                octets += message.octets();
                if (messages.size() > in.limits().items()
                        || octets > LARGE_ONES * in.limits().message()) {
                    throw new ImapSyntaxException("These are too many messages", ResponseCode.Plain.TOOBIG);
                }
            } while (in.peek() == ' ');
            whole = true;
            return new Append(mailbox, List.copyOf(messages));
        } finally {
            if (!whole) {
                messages.forEach(NewMessage::close);
            }
        }
    }

    @Override
    public void close() {
        messages.forEach(NewMessage::close);
    }
}
