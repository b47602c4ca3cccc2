package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * ESEARCH, the search in several mailboxes (RFC 7377 §2).
 *
 * @param sources where to search
 */
public record MultiSearch(List<MailboxFilter> sources, ReturnOptions options, SearchProgram program)
        implements ImapCommand {
    static MultiSearch parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        List<MailboxFilter> sources = sources(in);
        ReturnOptions options = ReturnOptions.parse(in);
        SearchProgram program = SearchProgram.parse(in);
        program.requireFuzzy(options != null && options.has(ReturnOptions.Item.RELEVANCY));
        return new MultiSearch(sources, options == null ? ReturnOptions.ALL : options, program);
    }

    private static List<MailboxFilter> sources(Tokenizer in) throws IOException, ImapSyntaxException {
        if (!in.lookingAt("IN (")) {
            return List.of(new MailboxFilter.Selected(false));
        }
        in.word();
        in.space();
        in.expect('(');
        List<MailboxFilter> sources = new ArrayList<>();
        do {
            in.skipSpaces();
            String word = in.word();
            if (word.equals("SELECTED-DELAYED")) {
                throw new ImapSyntaxException("SELECTED-DELAYED is for NOTIFY");
            }
            sources.add(MailboxFilter.parse(word, in));
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd() && sources.size() < in.limits().items());
        in.expect(')');
        in.space();
        return List.copyOf(sources);
    }

    /** Whether nothing is searched but the mailbox that is selected. */
    public boolean isOfSelectedAlone() {
        return sources.stream().allMatch(MailboxFilter.Selected.class::isInstance);
    }

    /** Whether the mailbox that is selected is searched, too. */
    public boolean isOfSelected() {
        return sources.stream().anyMatch(MailboxFilter.Selected.class::isInstance);
    }
}
