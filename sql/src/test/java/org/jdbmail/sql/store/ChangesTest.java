package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.Changes.Watch;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commits wake who watches the mailbox, in this process and in others. */
@SuppressWarnings("try") // a watch is there to be closed
final class ChangesTest extends StoreContract {
    private static boolean woken(Semaphore wakes) throws InterruptedException {
        return wakes.tryAcquire(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCommitWakesTheWatchersOfItsMailboxOnly(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        Account other = account(store);
        Semaphore here = new Semaphore(0);
        Semaphore there = new Semaphore(0);
        try (Watch watch = store.changes().watch(account.inbox(), here::release);
                Watch second = store.changes().watch(other.inbox(), there::release)) {
            // What is left of the wake-ups that greet a new watcher.
            assertTrue(name.equals("postgresql") || woken(there));
            here.drainPermits();
            deliver(store, account);
            assertTrue(woken(here));
            store.write(tx -> tx.messages().store(account.inbox(), all(), FlagMode.ADD, FlagSet.of(Flag.SEEN), null));
            assertTrue(woken(here));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aClosedWatchIsWokenNoMoreAndClosingTwiceDoesNoHarm(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        Semaphore closed = new Semaphore(0);
        Semaphore open = new Semaphore(0);
        Watch first = store.changes().watch(account.inbox(), closed::release);
        try (Watch second = store.changes().watch(account.inbox(), open::release)) {
            first.close();
            first.close();
            // A wake that was under way while it closed may still come, but not after the next one of the other.
            deliver(store, account);
            assertTrue(woken(open));
            closed.drainPermits();
            open.drainPermits();
            deliver(store, account);
            assertTrue(woken(open));
            assertFalse(closed.tryAcquire());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aWatcherThatFailsHarmsNeitherTheWriterNorOtherWatchers(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        Semaphore wakes = new Semaphore(0);
        Watch failing = store.changes().watch(account.inbox(), () -> {
            throw new IllegalStateException("a bug of a session");
        });
        try (Watch watch = store.changes().watch(account.inbox(), wakes::release)) {
            deliver(store, account);
            assertTrue(woken(wakes));
            deliver(store, account);
            assertEquals(2, uids(store, account.inbox()).size());
        } finally {
            failing.close();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCommitOfAnotherProcessWakesToo(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        Semaphore wakes = new Semaphore(0);
        try (SqlStore another = SqlStore.open(config(opened(name).database()), options());
                Watch watch = another.changes().watch(account.inbox(), wakes::release)) {
            long seen = state(another, account.inbox()).seq();
            for (int i = 0; i < 3; i++) {
                wakes.drainPermits();
                deliver(store, account);
                do {
                    assertTrue(woken(wakes));
                } while (state(another, account.inbox()).seq() == seen);
                seen = state(another, account.inbox()).seq();
            }
            assertEquals(3, uids(another, account.inbox()).size());
        }
    }
}
