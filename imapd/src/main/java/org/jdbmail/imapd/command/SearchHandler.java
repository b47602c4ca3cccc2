package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.core.work.Progress;
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
        Readings readings = session.shared().readings();
        int[] places = Searcher.isBrief(view, command.key())
                ? new Searcher(readings, view, command.key(), Progress.UNLIMITED).run()
                : session.longWork(progress -> new Searcher(readings, view, command.key(), progress).run());
        long[] numbers = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            numbers[i] = command.uid() ? view.told().uid(places[i]) : places[i] + 1L;
        }
        session.out().untagged(new Untagged.Search(numbers, numbers.length));
        return Reply.ok("Searched");
    }
}
