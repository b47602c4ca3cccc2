package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.core.store.Messages.Stored;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flags, keywords, copies, moves and expunges, and what a session learns of them. */
final class MessagesTest extends StoreContract {
    private static FlagSet keywords(String... keywords) {
        return FlagSet.of(0, Set.of(keywords));
    }

    private static Stored storeFlags(SqlStore store, long mailbox, NumberSet uids, FlagMode mode, FlagSet flags) {
        return store.write(tx -> tx.messages().store(mailbox, uids, mode, flags, null));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void storeAddsRemovesAndReplacesFlagsAndTellsWhatChanged(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long[] uids = deliver(store, account, 3);
        Stored added = storeFlags(store, box, NumberSet.range(uids[0], uids[1]), FlagMode.ADD, FlagSet.of(Flag.SEEN));
        assertEquals(NumberSet.of(uids[0], uids[1]), added.changed());
        assertEquals(added.seq(), state(store, box).seq());
        Stored again = storeFlags(store, box, all(), FlagMode.ADD, FlagSet.of(Flag.SEEN));
        assertEquals(NumberSet.of(uids[2]), again.changed());
        storeFlags(store, box, NumberSet.of(uids[0]), FlagMode.REPLACE, FlagSet.of(Flag.FLAGGED, Flag.DRAFT));
        storeFlags(store, box, NumberSet.of(uids[1]), FlagMode.REMOVE, FlagSet.of(Flag.SEEN, Flag.DELETED));
        Map<Long, Seen> seen = changes(store, box, 0);
        assertEquals(Flag.FLAGGED.bit() | Flag.DRAFT.bit(), seen.get(uids[0]).flags());
        assertEquals(0, seen.get(uids[1]).flags());
        assertEquals(Flag.SEEN.bit(), seen.get(uids[2]).flags());
        State before = state(store, box);
        Stored nothing = storeFlags(store, box, NumberSet.of(uids[1]), FlagMode.REMOVE, FlagSet.of(Flag.SEEN));
        assertEquals(NumberSet.EMPTY, nothing.changed());
        assertEquals(before.seq(), nothing.seq());
        assertEquals(before, state(store, box));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keywordsAreTheSameWhateverTheirCase(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long[] uids = deliver(store, account, 3);
        storeFlags(store, box, all(), FlagMode.ADD, keywords("$Junk", "Work"));
        assertEquals(
                NumberSet.EMPTY,
                storeFlags(store, box, all(), FlagMode.ADD, keywords("$JUNK")).changed());
        storeFlags(store, box, NumberSet.of(uids[0]), FlagMode.REMOVE, keywords("wORK", "other"));
        storeFlags(store, box, NumberSet.of(uids[1]), FlagMode.REPLACE, keywords("work", "New"));
        storeFlags(store, box, NumberSet.of(uids[2]), FlagMode.REPLACE, FlagSet.NONE);
        Map<Long, Seen> seen = changes(store, box, 0);
        assertEquals(Set.of("$Junk"), seen.get(uids[0]).keywords());
        assertEquals(Set.of("Work", "New"), seen.get(uids[1]).keywords());
        assertEquals(Set.of(), seen.get(uids[2]).keywords());
        Refusal refusal = assertThrows(
                Refusal.class, () -> storeFlags(store, box, all(), FlagMode.ADD, keywords("k".repeat(65))));
        assertEquals(Reason.LIMIT, refusal.reason());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void unchangedSinceLeavesMessagesAloneThatSomebodyElseChanged(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long[] uids = deliver(store, account, 2);
        long seq = state(store, box).seq();
        storeFlags(store, box, NumberSet.of(uids[0]), FlagMode.ADD, FlagSet.of(Flag.FLAGGED));
        Stored stored = store.write(tx -> tx.messages().store(box, all(), FlagMode.ADD, FlagSet.of(Flag.SEEN), seq));
        assertEquals(NumberSet.of(uids[1]), stored.changed());
        assertEquals(NumberSet.of(uids[0]), stored.conflicting());
        assertEquals(Flag.FLAGGED.bit(), changes(store, box, 0).get(uids[0]).flags());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSetOfManySingleNumbersTouchesNoNeighbourAndNoOtherMailbox(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Account other = account(store);
        List<Long> mine = new ArrayList<>();
        for (int i = 0; i < 260; i++) {
            mine.add(deliver(store, account));
            if (i % 2 == 0) {
                deliver(store, other);
            }
        }
        NumberSet.Builder everySecond = new NumberSet.Builder();
        for (int i = 0; i < mine.size(); i += 2) {
            everySecond.add(mine.get(i));
        }
        NumberSet odd = everySecond.build();
        FlagSet flags = FlagSet.of(Flag.SEEN.bit(), Set.of("Half"));
        assertEquals(
                odd,
                storeFlags(store, account.inbox(), odd, FlagMode.ADD, flags).changed());
        changes(store, account.inbox(), 0).forEach((uid, seen) -> {
            assertEquals(odd.contains(uid) ? Flag.SEEN.bit() : 0, seen.flags());
            assertEquals(odd.contains(uid) ? Set.of("Half") : Set.of(), seen.keywords());
        });
        changes(store, other.inbox(), 0).forEach((uid, seen) -> {
            assertEquals(0, seen.flags());
            assertEquals(Set.of(), seen.keywords());
        });
        // The whole mailbox as the sequence of its UIDs, with the other mailbox's in between.
        NumberSet whole = NumberSet.of(mine.stream().mapToLong(Long::longValue).toArray());
        storeFlags(store, account.inbox(), whole, FlagMode.REPLACE, FlagSet.NONE);
        changes(store, account.inbox(), 0).values().forEach(seen -> {
            assertEquals(0, seen.flags());
            assertEquals(Set.of(), seen.keywords());
        });
        assertEquals(odd, store.write(tx -> tx.messages().expunge(account.inbox(), odd, false)));
        assertEquals(130, uids(store, account.inbox()).size());
        assertEquals(130, uids(store, other.inbox()).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void copyKeepsFlagsKeywordsDateAndContentAndChargesTheQuota(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long target = store.write(tx -> tx.mailboxes().create(account.user(), "Archive", null));
        long[] uids = deliver(store, account, 3);
        storeFlags(store, account.inbox(), NumberSet.of(uids[1]), FlagMode.ADD, FlagSet.of(1, Set.of("$Work", "b")));
        store.write(tx -> tx.messages().claimRecent(account.inbox(), 1));
        long used = used(store, account);
        List<Copied> copied = store.write(tx -> tx.messages()
                .copy(account.inbox(), NumberSet.of(uids[0], uids[1], uids[1] + 1_000_000), target, account.user()));
        assertEquals(
                List.of(uids[0], uids[1]),
                copied.stream().map(Copied::sourceUid).toList());
        assertEquals(
                copied.stream().map(Copied::uid).sorted().toList(),
                copied.stream().map(Copied::uid).toList());
        Map<Long, Seen> source = changes(store, account.inbox(), 0);
        Map<Long, Seen> there = changes(store, target, 0);
        assertEquals(2, there.size());
        for (Copied pair : copied) {
            Seen one = source.get(pair.sourceUid());
            Seen other = there.get(pair.uid());
            assertEquals(one.physId(), other.physId());
            assertEquals(one.flags(), other.flags());
            assertEquals(one.keywords(), other.keywords());
            assertEquals(one.date(), other.date());
            assertEquals(one.size(), other.size());
            assertTrue(other.recent());
        }
        assertEquals(used + 2L * message(1).size(), used(store, account));
        Set<String> unique = new TreeSet<>();
        for (long mailbox : List.of(account.inbox(), target)) {
            unique.addAll(
                    store.read(tx -> tx.messages().uniqueIds(mailbox, all())).values());
        }
        assertEquals(5, unique.size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatPop3HasGivenOutIsKnownAndNobodyElseSeesIt(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long first = deliver(store, account);
        long second = deliver(store, account);
        long third = deliver(store, account);
        Map<Long, Seen> before = changes(store, box, 0);
        assertEquals(Long.valueOf(0), store.read(tx -> tx.messages().lastRetrieved(box)));
        store.write(tx -> {
            tx.messages().noteRetrieved(box, NumberSet.of(first, second));
            return true;
        });
        assertEquals(Long.valueOf(second), store.read(tx -> tx.messages().lastRetrieved(box)));
        assertEquals(before, changes(store, box, 0));
        store.write(tx -> tx.messages().expunge(box, NumberSet.of(second), false));
        assertEquals(Long.valueOf(first), store.read(tx -> tx.messages().lastRetrieved(box)));
        assertTrue(third > second);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void copyIntoTheSameMailboxAndOfCopiesPairsRight(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long uid = deliver(store, account);
        long other = deliver(store, account, FlagSet.of(Flag.FLAGGED.bit(), Set.of("k")));
        store.write(tx -> tx.messages().copy(box, NumberSet.of(uid), box, account.user()));
        List<Copied> copied = store.write(tx -> tx.messages().copy(box, all(), box, account.user()));
        assertEquals(3, copied.size());
        Map<Long, Seen> seen = changes(store, box, 0);
        assertEquals(6, seen.size());
        for (Copied pair : copied) {
            assertEquals(
                    seen.get(pair.sourceUid()).physId(), seen.get(pair.uid()).physId());
            assertEquals(
                    seen.get(pair.sourceUid()).keywords(), seen.get(pair.uid()).keywords());
        }
        assertEquals(other, copied.get(1).sourceUid());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void copyIsRefusedAsAWholeByAFullAccountOrAMissingMailbox(String name) {
        SqlStore store = store(name);
        long size = message(1).size();
        Account account = account(store, 3 * size);
        long target = store.write(tx -> tx.mailboxes().create(account.user(), "Archive", null));
        deliver(store, account, 2);
        Refusal full = assertThrows(
                Refusal.class,
                () -> store.write(tx -> tx.messages().copy(account.inbox(), all(), target, account.user())));
        assertEquals(Reason.OVER_QUOTA, full.reason());
        Refusal missing = assertThrows(
                Refusal.class,
                () -> store.write(tx -> tx.messages().copy(account.inbox(), all(), Long.MAX_VALUE, account.user())));
        assertEquals(Reason.NOT_FOUND, missing.reason());
        assertEquals(List.of(), uids(store, target));
        assertEquals(2 * size, used(store, account));
        // A move needs no room.
        assertEquals(
                2,
                store.write(tx -> tx.messages().move(account.inbox(), all(), target, account.user()))
                        .size());
        assertEquals(2 * size, used(store, account));
        assertEquals(List.of(), uids(store, account.inbox()));
        assertEquals(2, uids(store, target).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void moveToAnotherAccountMovesTheChargeToo(String name) {
        SqlStore store = store(name);
        Account from = account(store);
        Account to = account(store);
        long[] uids = deliver(store, from, 2);
        store.write(tx -> tx.messages().move(from.inbox(), NumberSet.of(uids[0]), to.inbox(), to.user()));
        assertEquals(message(1).size(), used(store, from));
        assertEquals(message(1).size(), used(store, to));
        store.write(tx -> tx.messages().move(to.inbox(), all(), from.inbox(), from.user()));
        assertEquals(2L * message(1).size(), used(store, from));
        assertEquals(0, used(store, to));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void moveWithinAMailboxGivesNewUids(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long[] uids = deliver(store, account, 2);
        List<Copied> moved =
                store.write(tx -> tx.messages().move(account.inbox(), all(), account.inbox(), account.user()));
        assertEquals(moved.stream().map(Copied::uid).toList(), uids(store, account.inbox()));
        assertTrue(moved.getFirst().uid() > uids[1]);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void expungeLeavesTombstonesGivesOctetsBackAndKeepsUidnext(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long[] uids = deliver(store, account, 3);
        storeFlags(store, box, NumberSet.of(uids[0], uids[2]), FlagMode.ADD, FlagSet.of(Flag.DELETED));
        State before = state(store, box);
        NumberSet expunged = store.write(tx -> tx.messages().expunge(box, NumberSet.range(uids[1], uids[2]), true));
        assertEquals(NumberSet.of(uids[2]), expunged);
        assertEquals(List.of(uids[0], uids[1]), uids(store, box));
        Map<Long, Seen> changed = changes(store, box, before.seq());
        assertEquals(Set.of(uids[2]), changed.keySet());
        assertTrue(changed.get(uids[2]).expunged());
        assertEquals(2L * message(1).size(), used(store, account));
        store.write(tx -> tx.messages().expunge(box, all(), false));
        assertEquals(0, used(store, account));
        assertEquals(uids[2] + 1, state(store, box).uidNext());
        State after = state(store, box);
        assertEquals(NumberSet.EMPTY, store.write(tx -> tx.messages().expunge(box, all(), true)));
        assertEquals(after, state(store, box));
        assertNotEquals(uids[2], deliver(store, account));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofSeveralSessionsOneClaimsEachRecentMessage(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account, 20);
        long seq = state(store, account.inbox()).seq();
        List<Callable<NumberSet>> sessions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sessions.add(() -> store.write(tx -> tx.messages().claimRecent(account.inbox(), 1)));
        }
        long claimed = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<NumberSet> session : executor.invokeAll(sessions)) {
                claimed += session.get().size();
            }
        }
        assertEquals(20, claimed);
        assertTrue(changes(store, account.inbox(), 0).values().stream().noneMatch(Seen::recent));
        // It is nobody's flag that has changed: no MODSEQ is raised.
        assertEquals(seq, state(store, account.inbox()).seq());
        assertEquals(Map.of(), changes(store, account.inbox(), seq));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void changesComeOnceAndWithAllKeywords(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        long[] uids = deliver(store, account, 2);
        storeFlags(store, box, NumberSet.of(uids[0]), FlagMode.ADD, keywords("one"));
        long seq = state(store, box).seq();
        assertEquals(Map.of(), changes(store, box, seq));
        storeFlags(store, box, NumberSet.of(uids[0]), FlagMode.ADD, keywords("two"));
        Map<Long, Seen> changed = changes(store, box, seq);
        assertEquals(Set.of(uids[0]), changed.keySet());
        assertEquals(Set.of("one", "two"), changed.get(uids[0]).keywords());
        assertTrue(store.read(tx -> tx.messages().seq(Long.MAX_VALUE)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void writersOfTwoMailboxesThatCopyIntoEachOtherAllSucceed(String name) throws Exception {
        SqlStore store = store(name);
        Account one = account(store);
        Account two = account(store);
        deliver(store, one, 5);
        deliver(store, two, 5);
        List<Callable<Integer>> sessions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Account from = i % 2 == 0 ? one : two;
            Account to = i % 2 == 0 ? two : one;
            sessions.add(() -> {
                for (int n = 0; n < 5; n++) {
                    store.write(tx -> tx.messages().move(from.inbox(), all(), to.inbox(), to.user()));
                    store.write(
                            tx -> tx.messages().store(from.inbox(), all(), FlagMode.ADD, FlagSet.of(Flag.SEEN), null));
                }
                return 1;
            });
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> session : executor.invokeAll(sessions)) {
                assertEquals(1, session.get());
            }
        }
        assertEquals(
                10, uids(store, one.inbox()).size() + uids(store, two.inbox()).size());
        assertEquals(10L * message(1).size(), used(store, one) + used(store, two));
    }

    /** RFC 8514: copies and moved messages are saved when they come; a delivery's internal date tells it. */
    @ParameterizedTest
    @MethodSource("databases")
    void copiesAndMovedMessagesRememberWhenTheyCame(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long inbox = account.inbox();
        long[] uids = deliver(store, account, 2);
        assertEquals(Map.of(), store.read(tx -> tx.messages().saveTimes(inbox)));
        long before = Instant.now().getEpochSecond();
        long target = store.write(tx -> tx.mailboxes().create(account.user(), "Target", null));
        long copy = store.write(tx -> tx.messages().copy(inbox, NumberSet.of(uids[0]), target, account.user()))
                .getFirst()
                .uid();
        long moved = store.write(tx -> tx.messages().move(inbox, NumberSet.of(uids[1]), target, account.user()))
                .getFirst()
                .uid();
        Map<Long, Long> times = store.read(tx -> tx.messages().saveTimes(target));
        assertEquals(Set.of(copy, moved), times.keySet());
        assertTrue(times.get(copy) >= before && times.get(copy) <= Instant.now().getEpochSecond(), times::toString);
        Instant appended = Instant.parse("2026-03-29T02:30:00Z");
        store.write(tx -> {
            tx.messages().noteSaved(List.of(uids[0]), appended);
            return 1;
        });
        assertEquals(
                Map.of(uids[0], appended.getEpochSecond()),
                store.read(tx -> tx.messages().saveTimes(inbox)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasExpungedSinceIsKnownAndHowLargeTheRestIs(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long[] uids = new long[3];
        for (int i = 0; i < 3; i++) {
            uids[i] = ((Delivered.Stored) store.deliver(
                                    message(i),
                                    Instant.EPOCH,
                                    List.of(Destination.plain(account.inbox(), account.user())))
                            .getFirst())
                    .uid();
        }
        long before = store.read(tx -> tx.messages().seq(account.inbox())).orElseThrow();
        long all = octets(store, account);
        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uids[0], uids[2]), false));
        assertEquals(
                NumberSet.of(uids[0], uids[2]), store.read(tx -> tx.messages().expungedSince(account.inbox(), before)));
        assertEquals(NumberSet.EMPTY, store.read(tx -> tx.messages().expungedSince(account.inbox(), before + 1)));
        assertEquals(all, 3 * octets(store, account));
    }

    private static long octets(SqlStore store, Account account) {
        return store.read(tx -> tx.mailboxes().octets(List.of(account.inbox()), false))
                .getOrDefault(account.inbox(), 0L);
    }
}
