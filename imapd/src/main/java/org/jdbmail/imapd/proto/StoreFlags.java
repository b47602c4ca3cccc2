package org.jdbmail.imapd.proto;

import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jspecify.annotations.Nullable;

/**
 * STORE (RFC 3501 §6.4.6).
 *
 * @param uid whether the set holds UIDs
 * @param unchangedSince only messages whose MODSEQ is not above this one (RFC 7162 §3.1.3); null for all
 * @param silent whether the client can do without the new flags
 */
public record StoreFlags(
        boolean uid, SequenceSet set, @Nullable Long unchangedSince, FlagMode mode, boolean silent, FlagSet flags)
        implements ImapCommand {
    static StoreFlags parse(Tokenizer in, boolean uid) throws ImapSyntaxException {
        in.space();
        SequenceSet set = SequenceSets.parse(in);
        in.space();
        Long unchangedSince = null;
        if (in.take('(')) {
            if (!in.word().equals("UNCHANGEDSINCE")) {
                throw new ImapSyntaxException("Unknown STORE modifier");
            }
            in.space();
            unchangedSince = in.number();
            in.expect(')');
            in.space();
        }
        FlagMode mode = in.take('+') ? FlagMode.ADD : in.take('-') ? FlagMode.REMOVE : FlagMode.REPLACE;
        String name = in.name();
        boolean silent = name.equals("FLAGS.SILENT");
        if (!silent && !name.equals("FLAGS")) {
            throw new ImapSyntaxException("Expected FLAGS or FLAGS.SILENT");
        }
        in.space();
        FlagSet flags = in.peek() == '(' ? Flags.parseList(in) : Flags.parseBare(in);
        return new StoreFlags(uid, set, unchangedSince, mode, silent, flags);
    }
}
