package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Changes.Watch;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.net.Eventually;
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
    void whatAProgramWritesThatDoesNotNotifyIsHeardOf(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        Semaphore wakes = new Semaphore(0);
        try (Watch watch = store.changes().watch(account.inbox(), wakes::release)) {
            for (int i = 0; i < 3; i++) {
                long seq = state(store, account.inbox()).seq();
                wakes.drainPermits();
                opened(name)
                        .database()
                        .execute("UPDATE dbmail_mailboxes SET seq = seq + 1 WHERE mailbox_idnr = " + account.inbox());
                assertTrue(woken(wakes));
                assertEquals(seq + 1, state(store, account.inbox()).seq());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void thatAMailboxIsGoneIsNewsForAnotherProcess(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        Semaphore wakes = new Semaphore(0);
        try (SqlStore another = SqlStore.open(config(opened(name).database()), options());
                Watch watch = another.changes().watch(account.inbox(), wakes::release)) {
            // The one that greets a new watcher, or that a notice brings.
            deliver(store, account);
            assertTrue(woken(wakes));
            wakes.drainPermits();
            // Not by us, who would tell of it.
            opened(name).database().execute("DELETE FROM dbmail_mailboxes WHERE mailbox_idnr = " + account.inbox());
            do {
                assertTrue(woken(wakes));
            } while (another.look(tx -> tx.messages().seq(account.inbox())).isPresent());
            assertTrue(another.look(tx -> tx.mailboxes().find(account.inbox())).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAPurgeTakesAwayDuringALookIsNotSeenForEver(String name) {
        SqlStore plain = store(name);
        Account account = account(plain);
        deliver(plain, account, 3);
        AtomicBoolean isDue = new AtomicBoolean();
        Runnable purge = () -> {
            if (isDue.getAndSet(false)) {
                plain.tombstones().run();
                plain.tombstones().run();
            }
        };
        SqlStoreOptions watched =
                options().withConnections(pool -> BeforeStatements.around(pool, sql -> sql.contains("seq > ?"), purge));
        try (SqlStore store = SqlStore.open(config(opened(name).database()), watched)) {
            MailboxIndex index = new MailboxIndexes(store, 1 << 20).open(account.inbox());
            assertEquals(3, index.refresh().size());
            long last = uids(plain, account.inbox()).getLast();
            plain.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.range(last, last), false));
            isDue.set(true);
            assertEquals(2, index.refresh().size());
            assertFalse(isDue.get());
        }
    }

    /** What a program writes that does not notify is found by looking, on every database. */
    @ParameterizedTest
    @MethodSource("databases")
    void theLookAtWatchedMailboxesGoesOnAfterAnExceptionThatNobodyExpects(String name) throws Exception {
        Account account = account(store(name));
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean isBroken = new AtomicBoolean();
        Runnable bug = () -> {
            if (isBroken.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("a bug");
            }
        };
        SqlStoreOptions broken = options()
                .withConnections(
                        pool -> BeforeStatements.around(pool, sql -> sql.startsWith("SELECT mailbox_idnr, seq"), bug));
        String move = "UPDATE dbmail_mailboxes SET seq = seq + 1 WHERE mailbox_idnr = " + account.inbox();
        Semaphore wakes = new Semaphore(0);
        try (SqlStore another = SqlStore.open(config(opened(name).database()), broken);
                Watch watch = another.changes().watch(account.inbox(), wakes::release)) {
            isBroken.set(true);
            opened(name).database().execute(move);
            Eventually.isTrue(Duration.ofSeconds(60), "a look has failed", () -> failures.get() > 0);
            isBroken.set(false);
            wakes.drainPermits();
            opened(name).database().execute(move);
            assertTrue(wakes.tryAcquire(60, TimeUnit.SECONDS));
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
