package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.mailbox.MailboxName;

/**
 * REPLACE (RFC 8508): a message of the selected mailbox gives way to a new one, there or elsewhere.
 *
 * @param uid whether the number is a UID
 * @param number of the message that is replaced, alone
 */
public record Replace(boolean uid, SequenceSet number, MailboxName mailbox, NewMessage message) implements ImapCommand {
    static Replace parse(Tokenizer in, boolean uid) throws IOException, ImapSyntaxException {
        in.space();
        SequenceSet number = SequenceSets.parse(in);
        if (number.ranges().size() != 1
                || number.ranges().getFirst().low()
                        != number.ranges().getFirst().high()) {
            throw new ImapSyntaxException("One message is replaced at a time");
        }
        in.space();
        MailboxName mailbox = MailboxNames.parse(in);
        in.space();
        return new Replace(uid, number, mailbox, NewMessage.parse(in));
    }

    @Override
    public void close() {
        message.close();
    }
}
