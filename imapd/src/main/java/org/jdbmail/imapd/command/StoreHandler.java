package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
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
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Store;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;

/**
 * STORE and UID STORE (RFC 3501 §6.4.6, §6.4.8). Flags that the user has no right to change stay as they are (RFC 4314
 * §4).
 */
final class StoreHandler {
    private StoreHandler() {}

    static Reply run(Session session, Store command) throws IOException, ImapSyntaxException {
        Selected selected = session.selected();
        MailboxSnapshot told = selected.view().told();
        int[] places = Targets.places(told, command.set(), command.uid());
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
        long mailboxId = selected.mailbox().id();
        List<Change> changes = changes(command.mode(), mine, selected);
        MailboxIndex index = selected.view().index();
        long mark = index.mark();
        List<Messages.Stored> stored = session.store()
                .write(tx -> changes.stream()
                        .map(change -> tx.messages().store(mailboxId, uids, change.mode(), change.flags(), null))
                        .toList());
        for (int i = 0; i < changes.size(); i++) {
            index.stored(stored.get(i), changes.get(i).mode(), changes.get(i).flags(), mark);
        }
        int[] left = left(index, told, places, stored);
        if (left.length == 0 && !command.uid()) {
            // RFC 2180 §4.2.3
            return Reply.no(ResponseCode.Plain.EXPUNGEISSUED, "These messages are gone");
        }
        if (command.silent()) {
            selected.view().assume(uids, all ? command.mode() : FlagMode.ADD, mine);
        } else {
            tell(session, command, left);
        }
        return Reply.ok("Stored");
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
    private static void tell(Session session, Store command, int[] places) throws IOException {
        SessionView view = session.selected().view();
        MailboxSnapshot before = view.told();
        session.announce(false, command.uid());
        MailboxSnapshot after = view.told();
        int[] same = IntStream.of(places)
                .filter(place -> after.sameFlags(place, before, place))
                .toArray();
        List<FetchItem> items = command.uid() ? List.of(Attribute.UID, Attribute.FLAGS) : List.of(Attribute.FLAGS);
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
