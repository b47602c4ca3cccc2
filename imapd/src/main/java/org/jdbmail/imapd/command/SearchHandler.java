package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.search.MailboxOrder;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Sortables;
import org.jdbmail.core.sorting.MessageThread;
import org.jdbmail.core.sorting.OrderedSubject;
import org.jdbmail.core.sorting.ReferenceThreads;
import org.jdbmail.core.sorting.SortCriterion;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.core.sorting.Sorter;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.MultiSearch;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ReturnOptions;
import org.jdbmail.imapd.proto.Search;
import org.jdbmail.imapd.proto.SearchProgram;
import org.jdbmail.imapd.proto.Sort;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.ThreadMessages;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Context;
import org.jdbmail.imapd.session.Contexts;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** SEARCH (RFC 3501 §6.4.4), SORT and THREAD (RFC 5256), each with UID before it, too; and ESEARCH (RFC 7377). */
final class SearchHandler {
    private static final Reply BAD_CHARSET =
            Reply.no(new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")), "Unknown charset");

    private SearchHandler() {}

    static Reply search(Session session, Search command, String tag) throws IOException, ImapSyntaxException {
        NumberSet saved = session.saved();
        // RFC 9051 §6.4.4: there is no other answer than ESEARCH.
        @Nullable
        ReturnOptions options =
                command.options() == null && session.isOn(Extension.IMAP4REV2) ? ReturnOptions.ALL : command.options();
        requireNewTag(session, options, tag);
        forget(session, options);
        Prepared prepared = prepare(session, command.program());
        if (prepared.refusal() != null) {
            return prepared.refusal();
        }
        MessageLimits.Search limited = MessageLimits.of(session, prepared.key(), saved);
        Finding.Found found = Finding.find(session, limited.key(), saved);
        int[] places = found.places();
        Results results = results(session, prepared, places, scores(found, places, options), command.uid());
        if (options == null) {
            session.out().untagged(new Untagged.Search(results.numbers(), places.length, results.modseq()));
        } else {
            extended(session, results, options, tag, command.uid());
            update(session, options, new Asked(tag, command.uid(), prepared.key(), List.of()), places);
        }
        return Reply.ok(limited.code(), "Searched");
    }

    static Reply sort(Session session, Sort command, String tag) throws IOException, ImapSyntaxException {
        NumberSet saved = session.saved();
        requireNewTag(session, command.options(), tag);
        forget(session, command.options());
        Prepared prepared = prepare(session, command.program());
        if (prepared.refusal() != null) {
            return prepared.refusal();
        }
        Finding.Found found = Finding.find(session, prepared.key(), saved);
        MailboxSnapshot told = told(session);
        Readings readings = session.work().readings();
        long mailboxId = session.selected().mailbox().id();
        boolean scored = command.criteria().stream().anyMatch(each -> each.key() == SortCriterion.Key.RELEVANCY);
        int[] places = session.work().atLength(progress -> {
            if (!scored) {
                return new MailboxOrder(readings, mailboxId, told, command.criteria(), progress::check)
                        .of(found.places());
            }
            List<Sortable> messages =
                    Sortables.forOrder(readings, told, found.places(), command.criteria(), progress::check);
            return Sorter.sort(found.scored(messages), command.criteria(), progress::check);
        });
        ReturnOptions options = command.options();
        Results results = results(session, prepared, places, scores(found, places, options), command.uid());
        if (options == null) {
            session.out().untagged(new Untagged.Sort(results.numbers(), results.modseq()));
        } else {
            extended(session, results, options, tag, command.uid());
            update(session, options, new Asked(tag, command.uid(), prepared.key(), command.criteria()), places);
        }
        return Reply.ok("Sorted");
    }

    static Reply thread(Session session, ThreadMessages command) throws IOException {
        Prepared prepared = prepare(session, command.program());
        if (prepared.refusal() != null) {
            return prepared.refusal();
        }
        MailboxSnapshot told = told(session);
        int[] found = Finding.find(session, prepared.key(), session.saved()).places();
        Readings readings = session.work().readings();
        List<MessageThread> threads = session.work().atLength(progress -> {
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

    /**
     * The search in several mailboxes (RFC 7377). Which mailboxes there are is told by the responses alone: one that the user may not
     * search is passed over like one that there is not.
     */
    static Reply multi(Session session, MultiSearch command, String tag) throws IOException, ImapSyntaxException {
        ReturnOptions options = command.options();
        boolean selected = session.state() == State.SELECTED;
        if (command.isOfSelected() && !selected) {
            throw new ImapSyntaxException("Select a mailbox first");
        }
        if (options.has(ReturnOptions.Item.SAVE) && !command.isOfSelectedAlone()) {
            throw new ImapSyntaxException("SAVE is for the selected mailbox alone");
        }
        if (options.update() != null && !selected) {
            throw new ImapSyntaxException("UPDATE is for a mailbox that is selected");
        }
        requireNewTag(session, options, tag);
        NumberSet saved = session.saved();
        forget(session, options);
        Prepared prepared = prepare(session, command.program());
        if (prepared.refusal() != null) {
            return prepared.refusal();
        }
        if (command.isOfSelected()) {
            Finding.Found found = Finding.find(session, prepared.key(), saved);
            Results results = results(session, prepared, found.places(), scores(found, found.places(), options), true);
            if (options.has(ReturnOptions.Item.SAVE)) {
                session.save(results.toSave(options));
            }
            Mailbox mailbox = session.selected().mailbox();
            // RFC 7377 §2.1: of a mailbox in which nothing is found nothing is told.
            if (results.places().length > 0) {
                tell(
                        session,
                        results.response(options, tag, true),
                        options,
                        tag,
                        session.mailboxes().names().nameOf(mailbox),
                        mailbox.id());
            }
        }
        if (!command.isOfSelectedAlone()) {
            List<Elsewhere> all = Elsewhere.search(
                    session,
                    command.sources(),
                    prepared.key(),
                    command.isOfSelected(),
                    (told, found) -> results(
                                    told, prepared, found.places(), scores(found, found.places(), options), true)
                            .response(options, tag, true));
            for (Elsewhere one : all) {
                tell(session, one.answer(), options, tag, one.name(), one.mailboxId());
            }
        }
        if (options.update() != null) {
            int[] places = Finding.find(session, prepared.key(), saved).places();
            update(session, options, new Asked(tag, true, prepared.key(), List.of()), places);
        }
        return Reply.ok("Searched");
    }

    private static void tell(
            Session session, Untagged.Extended plain, ReturnOptions options, String tag, String name, long mailboxId)
            throws IOException {
        if (!options.isSilent()) {
            session.out()
                    .untagged(new Untagged.Extended(tag, new Untagged.Searched(name, mailboxId), true, plain.items()));
        }
    }

    /** RFC 5267 §4.3: a tag names the search of which there will be news. */
    private static void requireNewTag(Session session, @Nullable ReturnOptions options, String tag)
            throws ImapSyntaxException {
        if (options != null
                && options.update() != null
                && session.news().contexts().has(tag)) {
            throw new ImapSyntaxException("There is a search with that tag already");
        }
    }

    /** What a client has asked for. */
    private record Asked(String tag, boolean uid, SearchKey key, List<SortCriterion> criteria) {}

    /** RFC 5267 §4.3: from now on the client hears how the result changes. */
    private static void update(Session session, ReturnOptions options, Asked asked, int[] places) throws IOException {
        List<FetchItem> items = options.update();
        if (items == null) {
            return;
        }
        boolean relevancy = asked.criteria.stream().anyMatch(each -> each.key() == SortCriterion.Key.RELEVANCY);
        boolean tooMany = !asked.criteria.isEmpty() && places.length > Contexts.MOST_SORTED;
        if (session.news().contexts().isFull() || relevancy || tooMany) {
            session.out()
                    .untagged(new Untagged.Message(
                            Untagged.Kind.NO, new ResponseCode.NoUpdate(asked.tag), "You won't hear of changes"));
            return;
        }
        session.news()
                .contexts()
                .add(new Context(session, asked.tag, asked.uid, asked.key, asked.criteria, items, places));
    }

    /** A search that can be carried out, or the reply that says why it can't. */
    private record Prepared(
            SearchKey key, boolean asksForModseq, @Nullable Reply refusal) {}

    private static Prepared prepare(Session session, SearchProgram program) throws IOException {
        if (!program.charsetKnown()) {
            return new Prepared(program.key(), false, BAD_CHARSET);
        }
        StoredSearches.Resolved resolved = StoredSearches.resolve(session, program.key());
        // RFC 7162 §3.1.2: whoever searches for MODSEQ wants to hear of it.
        boolean modseq = resolved.key().has(SearchKey.Modseq.class::isInstance);
        if (modseq) {
            EnableHandler.condstore(session);
        }
        return new Prepared(resolved.key(), modseq, resolved.refusal());
    }

    /** RFC 5182 §2.1: a search that is to save and fails leaves nothing saved. */
    private static void forget(Session session, @Nullable ReturnOptions options) {
        if (options != null && options.has(ReturnOptions.Item.SAVE)) {
            session.save(NumberSet.EMPTY);
        }
    }

    private static MailboxSnapshot told(Session session) {
        return session.selected().view().told();
    }

    private static int[] scores(Finding.Found found, int[] places, @Nullable ReturnOptions options) {
        return options == null || !options.has(ReturnOptions.Item.RELEVANCY)
                ? new int[0]
                : Arrays.stream(places).map(found::score).toArray();
    }

    private static Results results(Session session, Prepared prepared, int[] places, int[] scores, boolean uid) {
        return results(told(session), prepared, places, scores, uid);
    }

    private static Results results(MailboxSnapshot told, Prepared prepared, int[] places, int[] scores, boolean uid) {
        long[] numbers = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            numbers[i] = uid ? told.uid(places[i]) : places[i] + 1L;
        }
        return new Results(told, places, numbers, scores, prepared.asksForModseq);
    }

    private static void extended(Session session, Results results, ReturnOptions options, String tag, boolean uid)
            throws IOException {
        if (options.has(ReturnOptions.Item.SAVE)) {
            session.save(results.toSave(options));
        }
        if (!options.isSilent()) {
            session.out().untagged(results.response(options, tag, uid));
        }
    }
}
