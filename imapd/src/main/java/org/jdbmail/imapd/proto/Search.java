package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * SEARCH (RFC 3501 §6.4.4, RFC 4731).
 *
 * @param uid whether it answers with UIDs
 * @param options what to answer with; null for a SEARCH response
 */
public record Search(boolean uid, @Nullable ReturnOptions options, SearchProgram program) implements ImapCommand {
    static Search parse(Tokenizer in, boolean uid) throws IOException, ImapSyntaxException {
        in.space();
        ReturnOptions options = ReturnOptions.parse(in);
        SearchProgram program = SearchProgram.parse(in);
        program.requireFuzzy(options != null && options.has(ReturnOptions.Item.RELEVANCY));
        return new Search(uid, options, program);
    }
}
