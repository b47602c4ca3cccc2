package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.SequenceSet;

/**
 * FETCH (RFC 3501 §6.4.5).
 *
 * @param uid whether the set holds UIDs
 */
public record Fetch(boolean uid, SequenceSet set, List<FetchItem> items, FetchModifiers modifiers)
        implements ImapCommand {
    static Fetch parse(Tokenizer in, boolean uid) throws IOException, ImapSyntaxException {
        in.space();
        SequenceSet set = SequenceSets.parse(in);
        in.space();
        return new Fetch(uid, set, FetchItem.parseAll(in), FetchModifiers.parse(in, uid));
    }
}
