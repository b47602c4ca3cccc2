package org.jdbmail.sql.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Brings plain deliveries that come at the same time together into groups, each a transaction of one round trip.
 *
 * <p>A delivery that finds a turn free leads a group. While all turns are taken, deliveries gather; a leader that is done
 * passes its turn to the one that has waited longest, which takes the others along. Where several came together a moment ago, a
 * leader waits a little for as many to be back: senders that wait for their answers would otherwise fall into a step in which
 * every other group is a single delivery. A quiet server delivers without delay.
 *
 * <p>There is no thread of its own that could die or would have to be stopped: the sessions' threads do the work.
 */
final class PostgresDeliveries {
    /** Bytes in a group at most, roughly: they are copied a few times on both sides. A single one may be larger. */
    private static final int MOST_BYTES = 1 << 20;

    /** As many are waited for at most: more in a group make each hardly cheaper. */
    private static final int ENOUGH = 8;

    /** How long they are waited for: about as long as a sender takes from one answer to the end of its next message. */
    private static final long PATIENCE = TimeUnit.MICROSECONDS.toNanos(700);

    /** How long ago the last group may have ended for its size to tell anything. */
    private static final long RECENTLY = TimeUnit.MILLISECONDS.toNanos(2);

    private final Transactions transactions;
    private final PhysicalIds ids;
    private final int turns;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Job> waiting = new ArrayDeque<>();
    private final Condition enough = lock.newCondition();
    private int taken;

    /** How many there were of late: in the last group, and waiting at its end; and when that was. */
    private int expected = 1;

    private long expectedSince = System.nanoTime();

    /** @param turns how many groups may be under way at a time */
    PostgresDeliveries(Transactions transactions, int turns) {
        this.transactions = transactions;
        this.ids = new PhysicalIds(transactions);
        this.turns = turns;
    }

    /** What a waiting delivery is told: to lead the next group, or that its own is done. */
    private enum Word {
        LEAD,
        DONE
    }

    private static final class Job {
        private final PlainDelivery delivery;
        private final CompletableFuture<Word> word = new CompletableFuture<>();
        private @Nullable Delivered outcome;
        private @Nullable RuntimeException failure;

        Job(PlainDelivery delivery) {
            this.delivery = delivery;
        }

        Delivered outcome() {
            if (failure != null) {
                throw failure;
            }
            if (outcome == null) {
                throw new IllegalStateException("the leader of this delivery's group did not come to its end");
            }
            return outcome;
        }
    }

    /** Delivers; when this returns, it is committed. */
    Delivered deliver(PlainDelivery delivery) {
        Job job = new Job(delivery);
        if (!takesTurn(job) && job.word.join() == Word.DONE) {
            return job.outcome();
        }
        List<Job> group = gather(job);
        try {
            carryOut(group);
        } finally {
            passTurn(group.size());
            group.forEach(each -> each.word.complete(Word.DONE));
        }
        return job.outcome();
    }

    private boolean takesTurn(Job job) {
        lock.lock();
        try {
            if (taken == turns) {
                waiting.add(job);
                if (waiting.size() + 1 >= expected) {
                    enough.signal();
                }
                return false;
            }
            taken++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void passTurn(int groupSize) {
        lock.lock();
        try {
            expected = Math.min(groupSize + waiting.size(), ENOUGH);
            expectedSince = System.nanoTime();
            Job next = waiting.poll();
            if (next == null) {
                taken--;
            } else {
                next.word.complete(Word.LEAD);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The leader, and what has come since. */
    private List<Job> gather(Job leader) {
        List<Job> group = new ArrayList<>();
        group.add(leader);
        long bytes = leader.delivery.weight();
        lock.lock();
        try {
            awaitExpected();
            Job next = waiting.peek();
            while (next != null && group.size() < GroupPipeline.MOST && bytes + next.delivery.weight() <= MOST_BYTES) {
                bytes += next.delivery.weight();
                group.add(waiting.remove());
                next = waiting.peek();
            }
        } finally {
            lock.unlock();
        }
        return group;
    }

    /** Waits until as many as of late have come, but not for long. */
    private void awaitExpected() {
        if (System.nanoTime() - expectedSince > RECENTLY) {
            return;
        }
        try {
            long left = PATIENCE;
            while (left > 0 && waiting.size() + 1 < expected) {
                left = enough.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Whoever interrupts a session wants it to end, not that what it has accepted is lost.
            Thread.currentThread().interrupt();
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
}
