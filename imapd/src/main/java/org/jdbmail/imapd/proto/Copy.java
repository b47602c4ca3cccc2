package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.mailbox.MailboxName;

/**
 * COPY (RFC 3501 §6.4.7), or with move MOVE (RFC 6851).
 *
 * @param uid whether the set holds UIDs
 */
public record Copy(boolean uid, SequenceSet set, MailboxName target, boolean move) implements ImapCommand {
    static Copy parse(Tokenizer in, boolean uid, boolean move) throws IOException, ImapSyntaxException {
        in.space();
        SequenceSet set = SequenceSets.parse(in);
        in.space();
        return new Copy(uid, set, MailboxNames.parse(in), move);
    }
}
