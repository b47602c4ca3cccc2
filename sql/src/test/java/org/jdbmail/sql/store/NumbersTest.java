package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.core.store.Messages.Stored;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which numbers a change leaves behind: MODSEQs, sums of quotas, and whose {@code \\Seen} it was. */
final class NumbersTest extends StoreContract {
    private static long mailbox(SqlStore store, Account account, String name) {
        return store.write(tx -> tx.mailboxes().create(account.user(), name, null));
    }

    /** Messages of different sizes. */
    private static List<Long> deliverDifferent(SqlStore store, Account account, int... numbers) {
        List<Long> uids = new ArrayList<>();
        for (int number : numbers) {
            uids.add(((Delivered.Stored) store.deliver(message(number), DATE, List.of(account.destination()))
                            .getFirst())
                    .uid());
        }
        return uids;
    }

    private static long size(int number) {
        return message(number).size();
    }

    /** The moved message has the MODSEQ of its new mailbox, and the tombstone that of the old one, whichever row is locked first. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatMovesHasTheModseqOfEachMailbox(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long first = account.inbox();
        long later = mailbox(store, account, "Later");
        // The one is far ahead of the other.
        long uid = deliver(store, account, 7)[3];
        for (List<Long> way : List.of(List.of(first, later), List.of(later, first))) {
            long from = way.getFirst();
            long to = way.getLast();
            State before = state(store, from);
            State beforeThere = state(store, to);
            NumberSet what = NumberSet.of(uid);
            Copied moved = store.write(tx -> tx.messages().move(from, what, to, account.user()))
                    .getFirst();
            State after = state(store, from);
            State there = state(store, to);
            assertNotEquals(after.seq(), there.seq());
            assertEquals(before.seq() + 1, after.seq());
            assertEquals(beforeThere.seq() + 1, there.seq());
            Seen gone = changes(store, from, before.seq()).get(uid);
            assertTrue(gone.expunged());
            assertEquals(after.seq(), gone.modseq());
            assertEquals(there.seq(), changes(store, to, 0).get(moved.uid()).modseq());
            uid = moved.uid();
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatNamesNoMessageRaisesNothing(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long inbox = account.inbox();
        long other = mailbox(store, account, "Other");
        NumberSet nothing = NumberSet.of(deliver(store, account) + 1_000_000);
        State state = state(store, inbox);
        State there = state(store, other);
        for (List<Long> way : List.of(List.of(inbox, other), List.of(other, inbox), List.of(inbox, inbox))) {
            long from = way.getFirst();
            long to = way.getLast();
            assertEquals(List.of(), store.write(tx -> tx.messages().copy(from, nothing, to, account.user())));
            assertEquals(List.of(), store.write(tx -> tx.messages().move(from, nothing, to, account.user())));
            assertEquals(state, state(store, inbox));
            assertEquals(there, state(store, other));
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void takingAwayWhatIsNotThereIsNoChangeWhateverElseIsAsked(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        deliver(store, account, 2);
        State state = state(store, box);
        for (FlagSet flags : List.of(FlagSet.of(Flag.SEEN, Flag.DELETED), FlagSet.of(Flag.SEEN.bit(), Set.of("k")))) {
            Stored stored = store.write(tx -> tx.messages().store(box, all(), FlagMode.REMOVE, flags, state.seq()));
            assertEquals(new Stored(state.seq(), NumberSet.EMPTY, NumberSet.EMPTY), stored);
            assertEquals(state, state(store, box));
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void everyOctetIsChargedToWhoHasIt(String name) {
        SqlStore store = store(name);
        Account one = account(store);
        Account other = account(store);
        List<Long> uids = deliverDifferent(store, one, 1, 22, 333, 4_444);
        long all = size(1) + size(22) + size(333) + size(4_444);
        assertEquals(all, used(store, one));
        store.write(tx ->
                tx.messages().copy(one.inbox(), NumberSet.of(uids.get(1), uids.get(3)), other.inbox(), other.user()));
        assertEquals(all, used(store, one));
        assertEquals(size(22) + size(4_444), used(store, other));
        store.write(tx ->
                tx.messages().move(one.inbox(), NumberSet.of(uids.get(0), uids.get(2)), other.inbox(), other.user()));
        assertEquals(size(22) + size(4_444), used(store, one));
        assertEquals(all, used(store, other));
        // Of those that are named, what is flagged.
        store.write(tx -> tx.messages()
                .store(one.inbox(), NumberSet.of(uids.get(3)), FlagMode.ADD, FlagSet.of(Flag.DELETED), null));
        store.write(tx -> tx.messages().expunge(one.inbox(), all(), true));
        assertEquals(size(22), used(store, one));
        long back = uids(store, other.inbox()).getLast();
        store.write(tx -> tx.messages().move(other.inbox(), NumberSet.of(back), one.inbox(), one.user()));
        assertEquals(size(22) + size(333), used(store, one));
        assertEquals(all - size(333), used(store, other));
    }

    private static Map<Long, Integer> flags(SqlStore store, long mailbox, long reader) {
        Map<Long, Integer> flags = new TreeMap<>();
        changes(store, mailbox, 0, reader).forEach((uid, seen) -> flags.put(uid, seen.flags()));
        return flags;
    }

    private static Stored storeFlags(
            SqlStore store, long mailbox, long reader, NumberSet uids, FlagMode mode, Flag... flags) {
        return store.write(tx -> tx.messages().asSeenBy(reader).store(mailbox, uids, mode, FlagSet.of(flags), null));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whoHasASeenOfHisOwnChangesNobodyElses(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        long box = owner.inbox();
        long reader = account(store).user();
        long stranger = account(store).user();
        long[] uids = deliver(store, owner, 3);
        int seen = Flag.SEEN.bit();
        int flagged = Flag.FLAGGED.bit();
        int draft = Flag.DRAFT.bit();

        assertEquals(
                NumberSet.of(uids),
                storeFlags(store, box, reader, all(), FlagMode.ADD, Flag.SEEN, Flag.FLAGGED)
                        .changed());
        assertEquals(
                Map.of(uids[0], seen | flagged, uids[1], seen | flagged, uids[2], seen | flagged),
                flags(store, box, reader));
        assertEquals(Map.of(uids[0], flagged, uids[1], flagged, uids[2], flagged), flags(store, box, stranger));
        assertEquals(flags(store, box, stranger), flags(store, box, 0));
        State state = state(store, box);
        assertEquals(
                NumberSet.EMPTY,
                storeFlags(store, box, reader, all(), FlagMode.ADD, Flag.SEEN).changed());
        assertEquals(state, state(store, box));

        // Whoever hears of changes hears of this one.
        storeFlags(store, box, reader, NumberSet.of(uids[0]), FlagMode.REMOVE, Flag.SEEN);
        assertEquals(Set.of(uids[0]), changes(store, box, state.seq(), reader).keySet());
        storeFlags(store, box, reader, NumberSet.of(uids[1]), FlagMode.REPLACE, Flag.DRAFT);
        storeFlags(store, box, stranger, NumberSet.of(uids[2]), FlagMode.REPLACE, Flag.SEEN);
        assertEquals(Map.of(uids[0], flagged, uids[1], draft, uids[2], seen), flags(store, box, reader));
        assertEquals(Map.of(uids[0], flagged, uids[1], draft, uids[2], seen), flags(store, box, stranger));
        assertEquals(Map.of(uids[0], flagged, uids[1], draft, uids[2], 0), flags(store, box, 0));

        // And the message's own is nobody's.
        storeFlags(store, box, 0, NumberSet.of(uids[0], uids[2]), FlagMode.ADD, Flag.SEEN);
        storeFlags(store, box, reader, NumberSet.of(uids[0]), FlagMode.REPLACE, Flag.SEEN, Flag.DRAFT);
        storeFlags(store, box, reader, NumberSet.of(uids[2]), FlagMode.REMOVE, Flag.SEEN);
        assertEquals(Map.of(uids[0], seen | draft, uids[1], draft, uids[2], 0), flags(store, box, reader));
        assertEquals(Map.of(uids[0], draft, uids[1], draft, uids[2], seen), flags(store, box, stranger));
        assertEquals(Map.of(uids[0], seen | draft, uids[1], draft, uids[2], seen), flags(store, box, 0));
    }
}
