package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Search;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** SEARCH and UID SEARCH (RFC 3501 §6.4.4, §6.4.8). */
final class SearchHandler {
    private SearchHandler() {}

    static Reply run(Session session, Search command) throws IOException {
        if (!command.charsetKnown()) {
            return Reply.no(new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")), "Unknown charset");
        }
        SessionView view = session.selected().view();
        int[] places = new Searcher(session.shared().readings(), view, command.key()).run();
        long[] numbers = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            numbers[i] = command.uid() ? view.told().uid(places[i]) : places[i] + 1L;
        }
        session.out().untagged(new Untagged.Search(numbers, numbers.length, modseq(session, command.key(), places)));
        return Reply.ok("Searched");
    }

    /** RFC 7162 §3.1.5: the highest MODSEQ of what was found, where MODSEQ was searched for; 0 for none. */
    private static long modseq(Session session, SearchKey key, int[] places) throws IOException {
        if (!asksForModseq(key)) {
            return 0;
        }
        EnableHandler.condstore(session);
        MailboxSnapshot told = session.selected().view().told();
        return IntStream.of(places).mapToLong(told::modseq).max().orElse(0);
    }

    /** Recursive, but no deeper than the grammar lets a key be. */
    private static boolean asksForModseq(SearchKey key) {
        return key instanceof SearchKey.Modseq || key.inner().stream().anyMatch(SearchHandler::asksForModseq);
    }
}
