package org.jdbmail.imapd.proto;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.mail.SequenceSet.Range;

/** Sets of sequence numbers or UIDs as commands write them (RFC 3501 §9, sequence-set). */
final class SequenceSets {
    /** The largest number that the grammar allows: 32 bits without sign, and not 0. */
    static final long MAX = 0xFFFF_FFFFL;

    private SequenceSets() {}

    static SequenceSet parse(Tokenizer in) throws ImapSyntaxException {
        // RFC 5182 §2.1: what was found last and saved.
        if (in.take('$')) {
            return SequenceSet.SAVED;
        }
        List<Range> ranges = new ArrayList<>();
        do {
            long first = number(in);
            ranges.add(Range.between(first, in.take(':') ? number(in) : first));
        } while (in.take(','));
        return new SequenceSet(ranges);
    }

    private static long number(Tokenizer in) throws ImapSyntaxException {
        if (in.take('*')) {
            return SequenceSet.STAR;
        }
        long number = in.number();
        if (number == 0 || number > MAX) {
            throw new ImapSyntaxException("A number in the sequence set is out of range");
        }
        return number;
    }

    /** Whether a token may begin a set. */
    static boolean startsWith(int c) {
        return c == '*' || c == '$' || c >= '1' && c <= '9';
    }
}
