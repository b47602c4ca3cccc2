package org.jdbmail.imapd.proto;

import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of a mailbox that it selects again (RFC 7162 §3.2.5).
 *
 * @param uidValidity of the mailbox that it means
 * @param modseq up to which it knows the mailbox
 * @param known UIDs that it knows; null for all there were
 * @param sequences sequence numbers of some of them, as far as the client knows, ascending; null for none
 * @param uids the UIDs at those numbers, as many
 */
public record Resync(
        long uidValidity,
        long modseq,
        @Nullable SequenceSet known,
        @Nullable NumberSet sequences,
        @Nullable NumberSet uids) {

    static Resync parse(Tokenizer in) throws ImapSyntaxException {
        in.expect('(');
        long uidValidity = in.number();
        in.space();
        long modseq = in.number();
        // RFC 7162 §7, mod-sequence-value: not zero.
        if (uidValidity == 0 || modseq == 0) {
            throw new ImapSyntaxException("UIDVALIDITY and MODSEQ are not zero");
        }
        in.skipSpaces();
        SequenceSet known = null;
        // RFC 7162 §7, known-uids: numbers, and not what was saved of another mailbox.
        if (in.peek() != '$' && SequenceSets.startsWith(in.peek())) {
            known = SequenceSets.parse(in);
            in.skipSpaces();
        }
        NumberSet sequences = null;
        NumberSet uids = null;
        if (in.take('(')) {
            sequences = SequenceSets.parse(in).resolve(1);
            in.space();
            uids = SequenceSets.parse(in).resolve(1);
            in.expect(')');
            if (sequences.size() != uids.size()) {
                throw new ImapSyntaxException("There are not as many UIDs as sequence numbers");
            }
        }
        in.expect(')');
        return new Resync(uidValidity, modseq, known, sequences, uids);
    }
}
