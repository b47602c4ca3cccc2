package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.core.search.Sortables;
import org.jdbmail.core.sorting.MessageThread;
import org.jdbmail.core.sorting.OrderedSubject;
import org.jdbmail.core.sorting.ReferenceThreads;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.core.sorting.Sorter;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ReturnOptions;
import org.jdbmail.imapd.proto.Search;
import org.jdbmail.imapd.proto.SearchProgram;
import org.jdbmail.imapd.proto.Sort;
import org.jdbmail.imapd.proto.ThreadMessages;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.mime.Checkpoint;
import org.jspecify.annotations.Nullable;

/** SEARCH (RFC 3501 §6.4.4), SORT and THREAD (RFC 5256), each with UID before it, too. */
final class SearchHandler {
    private static final Reply BAD_CHARSET =
            Reply.no(new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")), "Unknown charset");

    private SearchHandler() {}

    static Reply search(Session session, Search command, String tag) throws IOException {
        NumberSet saved = session.saved();
        forget(session, command.options());
        if (!command.program().charsetKnown()) {
            return BAD_CHARSET;
        }
        int[] places = find(session, command.program(), saved);
        Results results = results(session, command.program(), places, command.uid());
        if (command.options() == null) {
            session.out().untagged(new Untagged.Search(results.numbers(), places.length, results.modseq()));
        } else {
            extended(session, results, command.options(), tag, command.uid());
        }
        return Reply.ok("Searched");
    }

    static Reply sort(Session session, Sort command, String tag) throws IOException {
        NumberSet saved = session.saved();
        forget(session, command.options());
        if (!command.program().charsetKnown()) {
            return BAD_CHARSET;
        }
        int[] found = find(session, command.program(), saved);
        List<Sortable> messages = Sortables.forOrder(
                session.shared().readings(), told(session), found, command.criteria(), Checkpoint.NONE);
        int[] places = Sorter.sort(messages, command.criteria(), Checkpoint.NONE);
        Results results = results(session, command.program(), places, command.uid());
        if (command.options() == null) {
            session.out().untagged(new Untagged.Sort(results.numbers(), results.modseq()));
        } else {
            extended(session, results, command.options(), tag, command.uid());
        }
        return Reply.ok("Sorted");
    }

    static Reply thread(Session session, ThreadMessages command) throws IOException {
        if (!command.program().charsetKnown()) {
            return BAD_CHARSET;
        }
        MailboxSnapshot told = told(session);
        int[] found = find(session, command.program(), session.saved());
        List<Sortable> messages = Sortables.forThreads(session.shared().readings(), told, found, Checkpoint.NONE);
        List<MessageThread> threads = switch (command.algorithm()) {
            case ORDEREDSUBJECT -> OrderedSubject.threads(messages, Checkpoint.NONE);
            case REFERENCES -> ReferenceThreads.references(messages, Checkpoint.NONE);
            case REFS -> ReferenceThreads.refs(messages, Checkpoint.NONE);
        };
        session.out().untagged(new Untagged.Threads(threads, place -> command.uid() ? told.uid(place) : place + 1L));
        return Reply.ok("Threaded");
    }

    /** RFC 5182 §2.1: a search that is to save and fails leaves nothing saved. */
    private static void forget(Session session, @Nullable ReturnOptions options) {
        if (options != null && options.save()) {
            session.save(NumberSet.EMPTY);
        }
    }

    private static MailboxSnapshot told(Session session) {
        return session.selected().view().told();
    }

    private static int[] find(Session session, SearchProgram program, NumberSet saved) throws IOException {
        if (asksForModseq(program)) {
            EnableHandler.condstore(session);
        }
        return new Searcher(
                        session.shared().readings(),
                        session.selected().view(),
                        session.selected().mailbox().id(),
                        program.key(),
                        saved,
                        Checkpoint.NONE)
                .run();
    }

    /** RFC 7162 §3.1.2: whoever searches for MODSEQ wants to hear of it. */
    private static boolean asksForModseq(SearchProgram program) {
        return program.key().has(SearchKey.Modseq.class::isInstance);
    }

    private static Results results(Session session, SearchProgram program, int[] places, boolean uid) {
        MailboxSnapshot told = told(session);
        long[] numbers = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            numbers[i] = uid ? told.uid(places[i]) : places[i] + 1L;
        }
        return new Results(told, places, numbers, asksForModseq(program));
    }

    private static void extended(Session session, Results results, ReturnOptions options, String tag, boolean uid)
            throws IOException {
        if (options.save()) {
            session.save(results.toSave(options));
        }
        if (!options.isSilent()) {
            session.out().untagged(results.response(options, tag, uid));
        }
    }
}
