package org.jdbmail.imapd.proto;

import org.jdbmail.core.mail.SequenceSet;
import org.jspecify.annotations.Nullable;

/**
 * EXPUNGE (RFC 3501 §6.4.3) and UID EXPUNGE (RFC 4315 §2.1).
 *
 * @param uids only these; null for all
 */
public record Expunge(@Nullable SequenceSet uids) implements ImapCommand {
    static Expunge parse(Tokenizer in) throws ImapSyntaxException {
        in.space();
        return new Expunge(SequenceSets.parse(in));
    }
}
