package org.jdbmail.imapd.proto;

import java.io.IOException;

/**
 * COPY (RFC 3501 §6.4.7), or with move MOVE (RFC 6851).
 *
 * @param uid whether the set holds UIDs
 */
public record Copy(boolean uid, SequenceSet set, MailboxName target, boolean move) implements ImapCommand {
    static Copy parse(Tokenizer in, boolean uid, boolean move) throws IOException, ImapSyntaxException {
        in.space();
        SequenceSet set = SequenceSet.parse(in);
        in.space();
        return new Copy(uid, set, MailboxName.parse(in), move);
    }
}
