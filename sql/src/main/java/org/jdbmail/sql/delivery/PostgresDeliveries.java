package org.jdbmail.sql.delivery;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.transaction.Transactions;

/**
 * Brings plain deliveries that come at the same time together into groups, each a transaction of one round trip.
 *
 * <p>A few groups may be under way at a time, each carried out by the thread of one of its deliveries, which leads it. While all
 * turns are taken, deliveries gather; with the next turn that is free, a group of them begins. Where several came together a
 * moment ago, it begins when as many are back: senders that wait for their answers would otherwise fall into a step in which every
 * other group is a single delivery. Who comes last leads, so that nobody has to be woken before the database gets to work. A quiet
 * server delivers without delay.
 *
 * <p>Nobody waits for the account of somebody else. What a group does not get the locks for in a moment is carried out apart: each
 * delivery by its own thread, outside of the turns, and so are those to the same account that come while it waits.
 */
final class PostgresDeliveries implements AutoCloseable {
    /** Bytes in a group at most, roughly: they are copied a few times on both sides. A single one may be larger. */
    private static final int MOST_BYTES = 1 << 20;

    /** As many are waited for at most: more in a group make each hardly cheaper. */
    private static final int ENOUGH = 8;

    /**
     * How long after a group they are waited for: a few times as long as a sender takes from one answer to the end of its next
     * message.
     */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long CLOSE_PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Transactions transactions;
    private final AccountGate gate;
    private final PhysicalIds ids;
    private final int turns;

    /** Guards what is below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    private final Queue<Member<PlainDelivery, Delivered>> waiting = new ArrayDeque<>();
    private boolean closed;
    private int freeTurns;

    /** How many deliveries to an account, by its id, are carried out apart. */
    private final Map<Long, Integer> apart = new HashMap<>();

    /** How many there were of late: in the last group, and waiting at its end; and when that was. */
    private int expected = 1;

    private long expectedSince = System.nanoTime();

    /**
     * @param gate what a delivery that is carried out apart goes through
     * @param ids for the physical messages
     * @param turns how many groups may be under way at a time
     */
    PostgresDeliveries(Transactions transactions, AccountGate gate, PhysicalIds ids, int turns) {
        this.transactions = transactions;
        this.gate = gate;
        this.ids = ids;
        this.turns = turns;
        this.freeTurns = turns;
    }

    private static long account(Member<PlainDelivery, Delivered> job) {
        return job.what().destination().chargedUserId();
    }

    /** Delivers; when this returns, it is committed. */
    Delivered deliver(PlainDelivery delivery) {
        Member<PlainDelivery, Delivered> job = new Member<>(delivery);
        add(job);
        boolean interrupted = false;
        while (!job.isOver()) {
            List<Member<PlainDelivery, Delivered>> group = begin();
            if (group.isEmpty()) {
                await(job);
                // What is under way can't be called back, and whoever is interrupted does not park.
                interrupted |= Thread.interrupted();
            } else {
                lead(group);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return job.isApart() ? apart(job) : job.result();
    }

    private void add(Member<PlainDelivery, Delivered> job) {
        lock.lock();
        try {
            if (closed) {
                throw Transactions.closing();
            }
            if (apart.containsKey(account(job))) {
                setApart(job);
                job.end();
            } else {
                waiting.add(job);
            }
        } finally {
            lock.unlock();
        }
    }

    private void setApart(Member<PlainDelivery, Delivered> job) {
        job.setApart();
        apart.merge(account(job), 1, Integer::sum);
    }

    private void setApart(List<Member<PlainDelivery, Delivered>> group) {
        lock.lock();
        try {
            group.forEach(this::setApart);
        } finally {
            lock.unlock();
        }
    }

    /** Carries out a delivery without a turn, however long it takes to get its locks. */
    private Delivered apart(Member<PlainDelivery, Delivered> job) {
        try {
            return gate.through(
                    List.of(account(job)),
                    () -> transactions.writeOnce(db -> new OneStatementDelivery(db).deliver(job.what())));
        } finally {
            lock.lock();
            try {
                apart.computeIfPresent(account(job), (account, jobs) -> jobs == 1 ? null : jobs - 1);
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes a turn and a group for it; empty if there is no turn, or not enough waits for one yet. */
    private List<Member<PlainDelivery, Delivered>> begin() {
        lock.lock();
        try {
            if (freeTurns == 0 || waiting.isEmpty() || (waiting.size() < expected && left() > 0)) {
                return List.of();
            }
            freeTurns--;
            List<Member<PlainDelivery, Delivered>> group =
                    Member.take(waiting, GroupPipeline.MOST, PlainDelivery::weight, MOST_BYTES);
            wakeFirst();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** How long others are still waited for. */
    private long left() {
        return closed ? 0 : PATIENCE - (System.nanoTime() - expectedSince);
    }

    /** Waits for the job's end, or to see whether to lead: who is first looks when patience is over, the rest are woken. */
    private void await(Member<PlainDelivery, Delivered> job) {
        long limit;
        lock.lock();
        try {
            limit = freeTurns > 0 && job.equals(waiting.peek()) ? left() : Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
        // Waiting for the lock may have used up a wake: what it was for is looked at after the lock.
        if (job.isOver()) {
            return;
        }
        if (limit == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, limit);
        }
    }

    /** Lets who is first now see whether to lead. */
    private void wakeFirst() {
        Member<PlainDelivery, Delivered> first = waiting.peek();
        if (freeTurns > 0 && first != null) {
            first.wake();
        }
    }

    private void lead(List<Member<PlainDelivery, Delivered>> group) {
        try {
            carryOut(group);
        } catch (RuntimeException | Error e) {
            // The others of the group wait for this thread.
            group.forEach(job -> job.fail(e));
        } finally {
            giveBack(group.size());
            group.forEach(Member::end);
        }
    }

    private void giveBack(int groupSize) {
        lock.lock();
        try {
            expected = Math.min(groupSize + waiting.size(), ENOUGH);
            expectedSince = System.nanoTime();
            freeTurns++;
            wakeFirst();
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(List<Member<PlainDelivery, Delivered>> group) {
        try {
            List<Delivered> outcomes = store(group);
            for (int i = 0; i < group.size(); i++) {
                group.get(i).succeed(outcomes.get(i));
            }
        } catch (RuntimeException e) {
            // What the commit may have done is not to be done again; but something that did not hold, a row that the
            // database did not take, or a lock that another has, undid them all.
            if (Refusals.isLocked(e) || group.size() > 1 && Refusals.isRowRefused(e)) {
                setApart(group);
            } else {
                group.forEach(job -> job.fail(e));
            }
        }
    }

    private List<Delivered> store(List<Member<PlainDelivery, Delivered>> group) {
        if (group.size() == 1) {
            PlainDelivery only = group.getFirst().what();
            Delivered outcome = transactions.writeOnce(db -> new OneStatementDelivery(db).deliverUnlessLocked(only));
            return List.of(outcome);
        }
        List<PlainDelivery> deliveries = group.stream().map(Member::what).toList();
        List<Long> physIds = ids.take(group.size());
        return transactions.writeOnce(db -> new GroupPipeline(db).deliver(deliveries, physIds));
    }

    /** Waits for what is under way; what comes later is refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wakeFirst();
            long left = CLOSE_PATIENCE;
            while (left > 0 && (freeTurns < turns || !waiting.isEmpty() || !apart.isEmpty())) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
