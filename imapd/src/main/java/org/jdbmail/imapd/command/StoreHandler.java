package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.FlagRights;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.imapd.fetch.Fetcher;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.FetchResponse;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.StoreFlags;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jspecify.annotations.Nullable;

/**
 * STORE and UID STORE (RFC 3501 §6.4.6, §6.4.8). Flags that the user has no right to change stay as they are (RFC 4314
 * §4).
 */
final class StoreHandler {
    private StoreHandler() {}

    static Reply run(Session session, StoreFlags command) throws IOException, ImapSyntaxException {
        Selected selected = session.selected();
        MailboxSnapshot told = selected.view().told();
        MessageLimits.Some some = MessageLimits.of(session, Targets.places(session, command.set(), command.uid()));
        int[] places = some.places();
        FlagSet mine = FlagRights.allowed(selected::may, command.flags());
        boolean all = hasAllRights(selected);
        if (selected.readOnly()
                || !all && mine.equals(FlagSet.NONE) && !command.flags().equals(FlagSet.NONE)) {
            return Reply.no(ResponseCode.Plain.NOPERM, "You can't change these flags here");
        }
        FlagRights.checkKeywords(command.flags());
        if (command.mode() != FlagMode.REMOVE) {
            FlagRights.checkNewKeywords(mine, told.keywordsInUse());
        }
        if (places.length == 0) {
            return Reply.ok("Nothing to change");
        }
        NumberSet uids = Targets.uids(told, places);
        Long unchangedSince = command.unchangedSince();
        if (unchangedSince != null) {
            EnableHandler.condstore(session);
        }
        long mailboxId = selected.mailbox().id();
        List<Change> changes = changes(command.mode(), mine, selected);
        MailboxIndex index = selected.view().index();
        long mark = index.mark();
        List<Messages.Stored> stored =
                session.store().write(tx -> store(selected.messages(tx), mailboxId, uids, changes, unchangedSince));
        for (int i = 0; i < changes.size(); i++) {
            index.stored(stored.get(i), changes.get(i).mode(), changes.get(i).flags(), mark);
        }
        NumberSet conflicting = stored.getFirst().conflicting();
        int[] left = left(index, told, places, stored);
        if (left.length == 0 && !command.uid()) {
            // RFC 2180 §4.2.2. Some clients know the case by these words only.
            return Reply.no(ResponseCode.Plain.EXPUNGEISSUED, "These messages have been deleted");
        }
        if (command.silent()) {
            NumberSet done = without(uids, conflicting);
            selected.view().assume(done, all ? command.mode() : FlagMode.ADD, mine);
            stored.forEach(selected.view()::caused);
            if (session.isOn(Extension.CONDSTORE)) {
                tellModseqs(session, command, left, conflicting);
            }
        } else if (left.length < places.length && !command.uid()) {
            // RFC 2180 §4.1.3: until it hears that they are gone, the others have for the client what it has stored.
            NumberSet gone = without(uids, Targets.uids(told, left));
            selected.view().assume(gone, all ? command.mode() : FlagMode.ADD, mine);
            tell(session, command, places);
        } else {
            tell(session, command, left);
        }
        Reply reply = conflicting.isEmpty()
                ? Reply.ok("Stored")
                : Reply.ok(modified(told, conflicting, command.uid()), "Some were changed meanwhile");
        return MessageLimits.with(session, reply, some.code());
    }

    /** What was done for each change; messages that are too new for the first are too new for all. */
    private static List<Messages.Stored> store(
            Messages messages, long mailboxId, NumberSet uids, List<Change> changes, @Nullable Long unchangedSince) {
        List<Messages.Stored> stored = new ArrayList<>();
        NumberSet rest = uids;
        Long limit = unchangedSince;
        for (Change change : changes) {
            Messages.Stored one = messages.store(mailboxId, rest, change.mode(), change.flags(), limit);
            stored.add(one);
            if (limit != null) {
                // The first change has raised the MODSEQ of what is left.
                rest = without(uids, one.conflicting());
                limit = null;
            }
        }
        return stored;
    }

    private static NumberSet without(NumberSet uids, NumberSet others) {
        return others.isEmpty()
                ? uids
                : NumberSet.of(LongStream.of(uids.toArray())
                        .filter(uid -> !others.contains(uid))
                        .toArray());
    }

    private static ResponseCode modified(MailboxSnapshot told, NumberSet conflicting, boolean uid) {
        if (uid) {
            return new ResponseCode.Modified(conflicting);
        }
        return new ResponseCode.Modified(NumberSet.of(LongStream.of(conflicting.toArray())
                .map(each -> told.placeOf(each) + 1L)
                .toArray()));
    }

    /** RFC 7162 §3.1.3: the new MODSEQ is told even if the flags need not be. */
    private static void tellModseqs(Session session, StoreFlags command, int[] left, NumberSet conflicting)
            throws IOException {
        // Not what somebody else has made of it meanwhile: that is told as news, with the flags.
        MailboxSnapshot told = session.selected().view().told();
        FetchResponse fetch = session.out().fetch();
        for (int place : left) {
            long uid = told.uid(place);
            if (!conflicting.contains(uid)) {
                fetch.begin(place + 1, uid);
                if (command.uid() || session.alwaysTellsUid()) {
                    fetch.uid(uid);
                }
                fetch.modseq(told.modseq(place));
                fetch.end();
            }
        }
    }

    /** The messages that are still there, of those that were named: of others there is nothing to tell. */
    private static int[] left(MailboxIndex index, MailboxSnapshot told, int[] places, List<Messages.Stored> stored) {
        boolean allChanged = stored.stream().anyMatch(each -> each.changed().size() == places.length);
        if (allChanged) {
            return places;
        }
        MailboxSnapshot now = index.refresh();
        return IntStream.of(places)
                .filter(place -> now.placeOf(told.uid(place)) >= 0)
                .toArray();
    }

    /** Tells the new flags of all messages that were named: those that changed as news, and the others too. */
    private static void tell(Session session, StoreFlags command, int[] places) throws IOException {
        SessionView view = session.selected().view();
        MailboxSnapshot before = view.told();
        session.news().announce(false, command.uid(), true);
        MailboxSnapshot after = view.told();
        boolean modseqs = session.isOn(Extension.CONDSTORE);
        int[] same = IntStream.of(places)
                .filter(place -> after.sameFlags(place, before, place)
                        && !(modseqs && after.modseq(place) != before.modseq(place)))
                .toArray();
        List<FetchItem> items = new ArrayList<>();
        if (command.uid() || session.alwaysTellsUid()) {
            items.add(Attribute.UID);
        }
        items.add(Attribute.FLAGS);
        if (modseqs) {
            items.add(Attribute.MODSEQ);
        }
        new Fetcher(session, items).run(same);
    }

    /** One way in which flags are changed. */
    private record Change(FlagMode mode, FlagSet flags) {}

    private static List<Change> changes(FlagMode mode, FlagSet flags, Selected selected) {
        if (mode != FlagMode.REPLACE || hasAllRights(selected)) {
            return List.of(new Change(mode, flags));
        }
        // What may not be changed must stay: what may be is set or taken away one by one.
        FlagSet changeable = FlagRights.allowed(
                selected::may,
                FlagSet.of(
                        FlagSet.of(Flag.values()).system(),
                        selected.view().told().keywordsInUse()));
        return List.of(new Change(FlagMode.REMOVE, changeable.minus(flags)), new Change(FlagMode.ADD, flags));
    }

    private static boolean hasAllRights(Selected selected) {
        return selected.may(Right.SEEN) && selected.may(Right.DELETED) && selected.may(Right.WRITE);
    }
}
