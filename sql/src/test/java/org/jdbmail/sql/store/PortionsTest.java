package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Replaced;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries that leave more than a message in a mailbox: for each recipient all of it or nothing. */
final class PortionsTest extends StoreContract {
    private static Delivery of(Portion... portions) {
        return new Delivery(
                List.of(new Delivery.Content(message(1), DATE), new Delivery.Content(message(22), DATE)),
                List.of(portions));
    }

    private static PortionOutcome.Done done(PortionOutcome outcome) {
        return assertInstanceOf(PortionOutcome.Done.class, outcome);
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatIsRememberedIsForgottenWhenItsTimeIsOver(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        store.forgetting().run(DATE.plus(Duration.ofDays(36_600)));
        List<Memory> memories = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            // All of one second go together, more than a batch of them too.
            memories.add(Memory.of(account.user(), "test", "old " + i, DATE.plusSeconds(i / 1_500)));
        }
        Instant end = DATE.plus(Duration.ofDays(36_500));
        Memory late = Memory.of(account.user(), "test", "late", end);
        memories.add(late);
        done(store.deliver(of(new Portion(List.of(), List.of(), memories))).getFirst());
        assertEquals(2_500, store.forgetting().run(DATE.plusSeconds(59)));
        assertEquals(0, store.forgetting().run(DATE.plusSeconds(59)));
        assertEquals(
                0,
                done(store.deliver(of(new Portion(
                                        List.of(new Placement(0, account.destination(), late)), List.of(), List.of())))
                                .getFirst())
                        .stored()
                        .size(),
                "what was to be kept longer still counts");
        assertEquals(1, store.forgetting().run(end));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatIsRefusedForOnePlaceLeavesNothing(String name) {
        SqlStore store = store(name);
        Account full = account(store, 10);
        Account good = account(store);
        Memory memory = Memory.of(good.user(), "test", "seen", DATE.plus(Duration.ofDays(36_500)));
        Portion both = new Portion(
                List.of(Placement.plain(good.destination()), Placement.plain(full.destination())),
                List.of(outgoing("test", 0, null)),
                List.of(memory));
        Portion after = new Portion(List.of(new Placement(0, good.destination(), memory)), List.of(), List.of());
        List<PortionOutcome> outcomes = store.deliver(of(both, after));
        assertEquals(
                Reason.OVER_QUOTA,
                assertInstanceOf(PortionOutcome.Refused.class, outcomes.getFirst())
                        .refusal()
                        .reason());
        assertEquals(1, done(outcomes.getLast()).stored().size(), "what was refused is not remembered either");
        assertEquals(1, uids(store, good.inbox()).size());
        assertEquals(message(1).size(), used(store, good));
        assertEquals(0, used(store, full));
    }

    private static Portion replacing(Account account, long mailbox, long uid) {
        return new Portion(
                List.of(new Placement(1, account.destination(), null)),
                List.of(),
                List.of(),
                List.of(),
                new Replaced(mailbox, uid));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aMessageGivesWayToAnotherOrNothingIsDone(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Account other = account(store);
        long old = done(store.deliver(of(Portion.plain(account.destination()))).getFirst())
                .stored()
                .getFirst()
                .uid();
        Portion portion = replacing(account, account.inbox(), old);
        long fresh =
                done(store.deliver(of(portion)).getFirst()).stored().getFirst().uid();
        assertEquals(List.of(fresh), uids(store, account.inbox()));
        assertEquals(message(22).size(), used(store, account));
        long seq = state(store, account.inbox()).seq();
        assertEquals(
                Reason.EXPUNGED,
                assertInstanceOf(
                                PortionOutcome.Refused.class,
                                store.deliver(of(portion)).getFirst())
                        .refusal()
                        .reason(),
                "tried again, it is not there twice");
        assertEquals(List.of(fresh), uids(store, account.inbox()));
        assertEquals(message(22).size(), used(store, account));
        assertEquals(seq, state(store, account.inbox()).seq());
        // Elsewhere, and into an account that is full.
        long moved = done(store.deliver(of(replacing(other, account.inbox(), fresh)))
                        .getFirst())
                .stored()
                .getFirst()
                .uid();
        assertEquals(List.of(), uids(store, account.inbox()));
        assertEquals(0, used(store, account));
        assertEquals(List.of(moved), uids(store, other.inbox()));
        Account full = account(store, 10);
        assertEquals(
                Reason.OVER_QUOTA,
                assertInstanceOf(
                                PortionOutcome.Refused.class,
                                store.deliver(of(replacing(full, other.inbox(), moved)))
                                        .getFirst())
                        .refusal()
                        .reason());
        assertEquals(List.of(moved), uids(store, other.inbox()));
        assertEquals(message(22).size(), used(store, other));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void eachContentIsStoredOnceForMailboxesAndForTheQueue(String name) {
        SqlStore store = store(name);
        Account one = account(store);
        Account other = account(store);
        Placement edited = new Placement(1, other.destination(), null);
        List<PortionOutcome> outcomes = store.deliver(of(
                new Portion(List.of(Placement.plain(one.destination())), List.of(outgoing("test", 0, null)), List.of()),
                new Portion(
                        List.of(Placement.plain(other.destination()), edited),
                        List.of(outgoing("test", 1, null)),
                        List.of())));
        Set<Long> physIds = new TreeSet<>();
        outcomes.forEach(outcome -> done(outcome).stored().forEach(stored -> physIds.add(stored.physId())));
        assertEquals(2, physIds.size());
        assertEquals(
                List.of(1, 1),
                outcomes.stream().map(each -> done(each).queued()).toList());
        List<Delivered.Stored> stored = done(outcomes.getLast()).stored();
        assertEquals(
                uids(store, other.inbox()),
                stored.stream().map(Delivered.Stored::uid).toList());
        assertEquals(message(1).size() + message(22).size(), used(store, other));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatIsRememberedIsNotPutThereAgain(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Memory memory = Memory.of(account.user(), "test", "same", DATE.plus(Duration.ofDays(36_500)));
        Delivery delivery =
                of(new Portion(List.of(new Placement(0, account.destination(), memory)), List.of(), List.of()));
        assertEquals(1, done(store.deliver(delivery).getFirst()).stored().size());
        long seq = state(store, account.inbox()).seq();
        assertEquals(0, done(store.deliver(delivery).getFirst()).stored().size());
        assertEquals(1, uids(store, account.inbox()).size());
        assertEquals(seq, state(store, account.inbox()).seq());
        assertEquals(message(1).size(), used(store, account));
        Memory over = Memory.of(account.user(), "test", "other", DATE.minus(Duration.ofDays(36_500)));
        Delivery old = of(new Portion(List.of(new Placement(0, account.destination(), over)), List.of(), List.of()));
        store.deliver(old);
        store.deliver(old);
        assertEquals(3, uids(store, account.inbox()).size(), "a memory ends");
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aReplyIsMadeOnceInItsWindow(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        String to = "x".repeat(150) + name + "@example.test";
        Delivery first = of(new Portion(
                List.of(Placement.plain(account.destination())),
                List.of(outgoing("test", 1, new ReplyMemory(to, "from", "handle", DATE.minusSeconds(60), DATE))),
                List.of()));
        assertEquals(1, done(store.deliver(first).getFirst()).queued());
        assertEquals(0, done(store.deliver(first).getFirst()).queued());
        Delivery later = of(new Portion(
                List.of(),
                List.of(
                        outgoing(
                                "test",
                                1,
                                new ReplyMemory(to, "from", "handle", DATE.plusSeconds(1), DATE.plusSeconds(60))),
                        outgoing("test", 1, new ReplyMemory(to + "m", "from", "handle", DATE, DATE))),
                List.of()));
        assertEquals(2, done(store.deliver(later).getFirst()).queued());
        assertEquals(2, uids(store, account.inbox()).size());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void manyPlacesGetTheirUidsFlagsAndKeywords(String name) {
        SqlStore store = store(name);
        List<Account> accounts = new ArrayList<>();
        List<Portion> portions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Account account = account(store);
            accounts.add(account);
            portions.add(Portion.plain(new Destination(
                    account.inbox(), account.user(), FlagSet.of(1 << (i % 5), Set.of("$Number" + i)), true)));
        }
        List<PortionOutcome> outcomes = store.deliver(of(portions.toArray(Portion[]::new)));
        for (int i = 0; i < 20; i++) {
            Delivered.Stored stored = done(outcomes.get(i)).stored().getFirst();
            Seen seen = changes(store, accounts.get(i).inbox(), 0).get(stored.uid());
            assertEquals(1 << (i % 5), seen.flags());
            assertEquals(Set.of("$Number" + i), seen.keywords());
            assertEquals(seen.modseq(), stored.modseq());
            assertTrue(state(store, accounts.get(i).inbox()).uidNext() > stored.uid());
        }
    }
}
