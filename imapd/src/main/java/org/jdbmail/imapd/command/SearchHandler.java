package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.core.search.Sortables;
import org.jdbmail.core.sorting.MessageThread;
import org.jdbmail.core.sorting.OrderedSubject;
import org.jdbmail.core.sorting.ReferenceThreads;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.core.sorting.Sorter;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ReturnOptions;
import org.jdbmail.imapd.proto.Search;
import org.jdbmail.imapd.proto.SearchProgram;
import org.jdbmail.imapd.proto.Sort;
import org.jdbmail.imapd.proto.ThreadMessages;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** SEARCH (RFC 3501 §6.4.4), SORT and THREAD (RFC 5256), each with UID before it, too. */
final class SearchHandler {
    private static final Reply BAD_CHARSET =
            Reply.no(new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")), "Unknown charset");

    private SearchHandler() {}

    static Reply search(Session session, Search command, String tag) throws IOException {
        NumberSet saved = session.saved();
        // RFC 9051 §6.4.4: there is no other answer than ESEARCH.
        @Nullable
        ReturnOptions options =
                command.options() == null && session.isOn(Extension.IMAP4REV2) ? ReturnOptions.ALL : command.options();
        forget(session, options);
        if (!command.program().charsetKnown()) {
            return BAD_CHARSET;
        }
        int[] places = find(session, command.program(), saved);
        Results results = results(session, command.program(), places, command.uid());
        if (options == null) {
            session.out().untagged(new Untagged.Search(results.numbers(), places.length, results.modseq()));
        } else {
            extended(session, results, options, tag, command.uid());
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
        MailboxSnapshot told = told(session);
        Readings readings = session.shared().readings();
        int[] places = session.longWork(progress -> {
            List<Sortable> messages = Sortables.forOrder(readings, told, found, command.criteria(), progress::check);
            return Sorter.sort(messages, command.criteria(), progress::check);
        });
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
        Readings readings = session.shared().readings();
        List<MessageThread> threads = session.longWork(progress -> {
            List<Sortable> messages = Sortables.forThreads(readings, told, found, progress::check);
            return switch (command.algorithm()) {
                case ORDEREDSUBJECT -> OrderedSubject.threads(messages, progress::check);
                case REFERENCES -> ReferenceThreads.references(messages, progress::check);
                case REFS -> ReferenceThreads.refs(messages, progress::check);
            };
        });
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
        SessionView view = session.selected().view();
        Readings readings = session.shared().readings();
        long mailboxId = session.selected().mailbox().id();
        return Searcher.isBrief(view, program.key())
                ? new Searcher(readings, view, mailboxId, program.key(), saved, Progress.UNLIMITED).run()
                : session.longWork(
                        progress -> new Searcher(readings, view, mailboxId, program.key(), saved, progress).run());
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
