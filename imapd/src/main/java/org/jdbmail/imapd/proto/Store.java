package org.jdbmail.imapd.proto;

import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.store.Messages.FlagMode;

/**
 * STORE (RFC 3501 §6.4.6).
 *
 * @param uid whether the set holds UIDs
 * @param silent whether the client can do without the new flags
 */
public record Store(boolean uid, SequenceSet set, FlagMode mode, boolean silent, FlagSet flags) implements ImapCommand {
    static Store parse(Tokenizer in, boolean uid) throws ImapSyntaxException {
        in.space();
        SequenceSet set = SequenceSets.parse(in);
        in.space();
        FlagMode mode = in.take('+') ? FlagMode.ADD : in.take('-') ? FlagMode.REMOVE : FlagMode.REPLACE;
        String name = in.name();
        boolean silent = name.equals("FLAGS.SILENT");
        if (!silent && !name.equals("FLAGS")) {
            throw new ImapSyntaxException("Expected FLAGS or FLAGS.SILENT");
        }
        in.space();
        FlagSet flags = in.peek() == '(' ? Flags.parseList(in) : Flags.parseBare(in);
        return new Store(uid, set, mode, silent, flags);
    }
}
