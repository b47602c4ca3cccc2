package org.jdbmail.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.Stored;
import org.junit.jupiter.api.Test;

/** Sessions that come between each other's steps, each interleaving forced. */
class InterleavingTest {
    private final FakeMailbox mailbox = new FakeMailbox();
    private final AtomicLong now = new AtomicLong();
    private final MailboxIndex index = new MailboxIndexes(mailbox, 1 << 20, now::get).open(FakeMailbox.ID);

    /** A look that has its answer and holds it back. */
    private final class HeldLook {
        private final CountDownLatch isThere = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final FutureTask<MailboxSnapshot> look = new FutureTask<>(index::refresh);

        HeldLook() throws InterruptedException {
            mailbox.between = () -> {
                isThere.countDown();
                await(mayEnd);
            };
            Thread.ofPlatform().start(look);
            isThere.await();
            mailbox.between = () -> {};
        }

        MailboxSnapshot end() throws Exception {
            mayEnd.countDown();
            return look.get();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a task that is to wait for somebody, and waits until it does, or has ended though it shouldn't. */
    private static <T> FutureTask<T> waiting(FutureTask<T> task) {
        Thread thread = Thread.ofPlatform().start(task);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
                LockSupport.parkNanos(100_000);
            }
        });
        return task;
    }

    @Test
    void who_asks_while_another_looks_does_not_get_what_was_known_before() throws Exception {
        assertEquals(0, index.latest().size());
        mailbox.add(FlagSet.NONE);
        HeldLook held = new HeldLook();
        FutureTask<MailboxSnapshot> other = waiting(new FutureTask<>(index::latest));
        assertFalse(other.isDone());
        assertEquals(1, held.end().size());
        assertEquals(1, other.get().size());
    }

    @Test
    void what_is_committed_after_a_look_has_its_answer_is_seen_by_the_next() throws Exception {
        assertEquals(0, index.latest().size());
        mailbox.add(FlagSet.NONE);
        HeldLook held = new HeldLook();
        mailbox.add(FlagSet.NONE);
        assertEquals(1, held.end().size());
        assertEquals(2, index.latest().size());
    }

    @Test
    void a_change_of_ones_own_does_not_hide_that_of_another() {
        long first = mailbox.add(FlagSet.NONE);
        long second = mailbox.add(FlagSet.NONE);
        index.latest();
        long mark = index.mark();
        mailbox.flag(first, FlagSet.of(Flag.SEEN));
        Stored stored = new Stored(mailbox.seq(), NumberSet.of(first), NumberSet.EMPTY);
        mailbox.flag(second, FlagSet.of(Flag.DELETED));
        index.stored(stored, FlagMode.ADD, FlagSet.of(Flag.SEEN), mark);
        MailboxSnapshot now = index.latest();
        assertEquals(FlagSet.of(Flag.SEEN), now.flags(0));
        assertEquals(FlagSet.of(Flag.DELETED), now.flags(1));
    }

    @Test
    void a_change_of_ones_own_that_came_after_another_is_not_taken_for_the_next() {
        long first = mailbox.add(FlagSet.NONE);
        long second = mailbox.add(FlagSet.NONE);
        index.latest();
        long mark = index.mark();
        mailbox.flag(second, FlagSet.of(Flag.DELETED));
        mailbox.flag(first, FlagSet.of(Flag.SEEN));
        index.stored(
                new Stored(mailbox.seq(), NumberSet.of(first), NumberSet.EMPTY),
                FlagMode.ADD,
                FlagSet.of(Flag.SEEN),
                mark);
        assertEquals(FlagSet.of(Flag.DELETED), index.latest().flags(1));
        assertEquals(mailbox.seq(), index.latest().state().seq());
    }

    @Test
    void a_change_of_ones_own_alone_needs_no_look() {
        long first = mailbox.add(FlagSet.NONE);
        index.latest();
        int reads = mailbox.reads.get();
        long mark = index.mark();
        mailbox.flag(first, FlagSet.of(Flag.SEEN));
        index.stored(
                new Stored(mailbox.seq(), NumberSet.of(first), NumberSet.EMPTY),
                FlagMode.ADD,
                FlagSet.of(Flag.SEEN),
                mark);
        assertEquals(FlagSet.of(Flag.SEEN), index.latest().flags(0));
        assertEquals(reads, mailbox.reads.get());
    }

    @Test
    void after_a_look_that_failed_the_next_looks_again() {
        index.latest();
        mailbox.add(FlagSet.NONE);
        mailbox.between = () -> {
            throw new Refusal(Reason.UNAVAILABLE, "the database is away");
        };
        assertThrows(Refusal.class, index::latest);
        mailbox.between = () -> {};
        assertEquals(1, index.latest().size());
    }

    @Test
    void who_waited_for_a_look_that_failed_in_any_way_is_told_so() throws Exception {
        index.latest();
        mailbox.add(FlagSet.NONE);
        HeldLook held = new HeldLook();
        FutureTask<MailboxSnapshot> one = waiting(new FutureTask<>(index::refresh));
        FutureTask<MailboxSnapshot> other = waiting(new FutureTask<>(index::refresh));
        mailbox.add(FlagSet.NONE);
        // The first of the two makes the next look, for both.
        mailbox.between = () -> {
            throw new IllegalArgumentException("a bug");
        };
        held.end();
        assertInstanceOf(IllegalArgumentException.class, rootOf(assertThrows(ExecutionException.class, one::get)));
        assertInstanceOf(IllegalArgumentException.class, rootOf(assertThrows(ExecutionException.class, other::get)));
        mailbox.between = () -> {};
        assertEquals(2, index.latest().size());
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Test
    void where_nothing_can_be_written_a_mailbox_is_read_all_the_same() {
        mailbox.add(FlagSet.NONE);
        mailbox.isFull = true;
        SessionView view = new SessionView(index, false, mailbox.seq());
        assertEquals(1, view.told().size());
        assertEquals(0, view.recentCount());
    }

    @Test
    void recent_messages_are_claimed_once_there_is_room_again_but_tried_once_a_minute_only() {
        mailbox.add(FlagSet.NONE);
        mailbox.isFull = true;
        SessionView view = new SessionView(index, false, mailbox.seq());
        mailbox.isFull = false;
        ClientModel client = new ClientModel();
        client.exists(1);
        client.begin(true);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        view.update(true, client);
        assertEquals(0, view.recentCount());
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        view.update(true, client);
        assertEquals(1, view.recentCount());
    }
}
