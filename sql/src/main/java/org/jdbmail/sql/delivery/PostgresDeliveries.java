package org.jdbmail.sql.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings plain deliveries that come at the same time together into groups, each a transaction of one round trip.
 *
 * <p>A few threads carry them out, one group each at a time. While all are busy, deliveries gather; the next thread that is free
 * takes them along. Where several came together a moment ago, it waits a little for as many to be back: senders that wait for
 * their answers would otherwise fall into a step in which every other group is a single delivery. A quiet server delivers
 * without delay.
 *
 * <p>These are platform threads. A virtual one is woken by way of two others when the database has answered, and each wait of
 * limited time wakes one more, which keeps the time: on a server with few processors that is a good part of a group's time.
 */
final class PostgresDeliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDeliveries.class);

    /** Bytes in a group at most, roughly: they are copied a few times on both sides. A single one may be larger. */
    private static final int MOST_BYTES = 1 << 20;

    /** As many are waited for at most: more in a group make each hardly cheaper. */
    private static final int ENOUGH = 8;

    /**
     * How long after a group they are waited for: a few times as long as a sender takes from one answer to the end of its next
     * message.
     */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long CLOSE_PATIENCE = TimeUnit.SECONDS.toMillis(10);

    private final Transactions transactions;
    private final PhysicalIds ids;
    private final List<Thread> threads;

    /** Held by the one thread that gathers. */
    private final ReentrantLock gathering = new ReentrantLock();

    /** Guards what is below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition enough = lock.newCondition();
    private final Queue<Job> waiting = new ArrayDeque<>();
    private boolean closed;

    /** For how many the gathering thread waits. */
    private int wanted = 1;

    /** How many there were of late: in the last group, and waiting at its end; and when that was. */
    private int expected = 1;

    private long expectedSince = System.nanoTime();

    /** @param turns how many groups may be under way at a time */
    PostgresDeliveries(Transactions transactions, int turns) {
        this.transactions = transactions;
        this.ids = new PhysicalIds(transactions);
        this.threads = IntStream.rangeClosed(1, turns)
                .mapToObj(number -> Thread.ofPlatform()
                        .name("jdbmail-deliver-" + number)
                        .daemon()
                        .unstarted(this::carryOutGroups))
                .toList();
        threads.forEach(Thread::start);
    }

    /** A delivery, what became of it, and whom its thread is to wake. */
    private static final class Job {
        private final PlainDelivery delivery;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private List<Job> others = List.of();
        private @Nullable Delivered outcome;
        private @Nullable Throwable failure;

        Job(PlainDelivery delivery) {
            this.delivery = delivery;
        }

        Delivered outcome() {
            switch (failure) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Throwable thrown -> throw new IllegalStateException("the delivery broke off", thrown);
            }
            if (outcome == null) {
                throw new IllegalStateException("this delivery's group did not come to its end");
            }
            return outcome;
        }
    }

    /** Delivers; when this returns, it is committed. */
    Delivered deliver(PlainDelivery delivery) {
        Job job = new Job(delivery);
        lock.lock();
        try {
            if (closed) {
                throw Transactions.closing();
            }
            waiting.add(job);
            if (waiting.size() >= wanted) {
                enough.signal();
            }
        } finally {
            lock.unlock();
        }
        job.done.join();
        job.others.forEach(other -> other.done.complete(null));
        return job.outcome();
    }

    private void carryOutGroups() {
        List<Job> group = gather();
        while (!group.isEmpty()) {
            carryOutAndAnswer(group);
            group = gather();
        }
    }

    /** The next group; empty when there will be none. */
    private List<Job> gather() {
        gathering.lock();
        try {
            lock.lock();
            try {
                awaitDeliveries();
                return take();
            } finally {
                lock.unlock();
            }
        } finally {
            gathering.unlock();
        }
    }

    /** Waits until as many as of late have come, but not for long; and in any case for one. */
    private void awaitDeliveries() {
        wanted = expected;
        try {
            long left = PATIENCE - (System.nanoTime() - expectedSince);
            while (left > 0 && waiting.size() < wanted && !closed) {
                left = enough.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.trace("nobody interrupts this thread to say anything", e);
        }
        wanted = 1;
        while (waiting.isEmpty() && !closed) {
            enough.awaitUninterruptibly();
        }
    }

    private List<Job> take() {
        List<Job> group = new ArrayList<>();
        long bytes = 0;
        Job next = waiting.peek();
        while (next != null
                && group.size() < GroupPipeline.MOST
                && (group.isEmpty() || bytes + next.delivery.weight() <= MOST_BYTES)) {
            bytes += next.delivery.weight();
            group.add(waiting.remove());
            next = waiting.peek();
        }
        return group;
    }

    private void carryOutAndAnswer(List<Job> group) {
        try {
            carryOut(group);
        } catch (RuntimeException | Error e) {
            // Everybody's deliveries go through these threads: they go on.
            group.forEach(job -> job.failure = e);
        } finally {
            expect(group.size());
            // To wake a session from here takes long, while the next group waits. So one session wakes the others.
            Job first = group.getFirst();
            first.others = group.subList(1, group.size());
            first.done.complete(null);
        }
    }

    private void expect(int groupSize) {
        lock.lock();
        try {
            expected = Math.min(groupSize + waiting.size(), ENOUGH);
            expectedSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(List<Job> group) {
        try {
            List<Delivered> outcomes = store(group);
            for (int i = 0; i < group.size(); i++) {
                group.get(i).outcome = outcomes.get(i);
            }
        } catch (RuntimeException e) {
            // What the commit may have done is not to be done again; but something that did not hold, or a row that the
            // database did not take, undid them all.
            if (group.size() == 1 || !Refusals.isRowRefused(e)) {
                group.forEach(job -> job.failure = e);
            } else {
                group.forEach(job -> carryOut(List.of(job)));
            }
        }
    }

    private List<Delivered> store(List<Job> group) {
        if (group.size() == 1) {
            PlainDelivery only = group.getFirst().delivery;
            Delivered outcome = transactions.writeOnce(db -> new OneStatementDelivery(db).deliver(only));
            return List.of(outcome);
        }
        List<PlainDelivery> deliveries = group.stream().map(job -> job.delivery).toList();
        List<Long> physIds = ids.take(group.size());
        return transactions.writeOnce(db -> new GroupPipeline(db).deliver(deliveries, physIds));
    }

    /** Carries out what waits, refuses what comes later, and stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            enough.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
