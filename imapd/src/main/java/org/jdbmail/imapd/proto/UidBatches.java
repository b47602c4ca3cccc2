package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/**
 * UIDBATCHES (RFC 10022 §3.1): asks for ranges of UIDs that have so many messages each.
 *
 * @param range which of the batches, counted from the newest messages; null for all
 */
public record UidBatches(long size, @Nullable PartialRange range) implements ImapCommand {
    static UidBatches parse(Tokenizer in) throws ImapSyntaxException {
        in.space();
        long size = number(in);
        in.skipSpaces();
        if (in.atEnd()) {
            return new UidBatches(size, null);
        }
        long first = number(in);
        in.expect(':');
        long last = number(in);
        if (last < first) {
            // RFC 10022 §3.1.5
            throw new ImapSyntaxException("A range of batches goes upwards", ResponseCode.Plain.CLIENTBUG);
        }
        return new UidBatches(size, new PartialRange(first, last, false));
    }

    private static long number(Tokenizer in) throws ImapSyntaxException {
        long number = in.number();
        if (number == 0 || number > SequenceSets.MAX) {
            throw new ImapSyntaxException("A number is out of range");
        }
        return number;
    }
}
