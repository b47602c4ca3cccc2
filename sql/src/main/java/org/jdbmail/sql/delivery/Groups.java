package org.jdbmail.sql.delivery;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.sql.transaction.Transactions;

/**
 * Brings together what several threads want to write at the same time, each group in one transaction and one sync of the log. A few groups may be under way at a time, each carried out
 * by a thread that came with one of its members; while all turns are taken, others gather. Who comes to a quiet server waits for nobody.
 *
 * <p>For writes that take no locks others may hold for long: a group waits for the slowest of them. Where the database refuses what is in a row, each member is written by itself, so
 * that it harms nobody else.
 *
 * @param <W> what is written
 * @param <R> what came of it
 */
final class Groups<W, R> implements AutoCloseable {
    /** Octets in a group at most, roughly. A single member may have more. */
    private static final long MOST_OCTETS = 1 << 20;

    private static final long CLOSE_PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /**
     * Writes some; when it returns, that is committed.
     *
     * @param <W> what is written
     * @param <R> what came of it
     */
    @FunctionalInterface
    interface Writing<W, R> {
        /** The results in the order of the members. */
        List<R> write(List<W> members);
    }

    private final int most;
    private final Member.Weight<W> weight;
    private final Writing<W, R> writing;

    /** Guards what is below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    private final Queue<Member<W, R>> waiting = new ArrayDeque<>();
    private int freeTurns;

    /** How many have come and not yet gone. */
    private int underWay;

    private boolean closed;

    /**
     * @param turns groups under way at a time
     * @param most members of a group
     */
    Groups(int turns, int most, Member.Weight<W> weight, Writing<W, R> writing) {
        this.freeTurns = turns;
        this.most = most;
        this.weight = weight;
        this.writing = writing;
    }

    /**
     * Writes; when this returns, it is committed.
     *
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE after {@link #close}
     */
    R write(W what) {
        Member<W, R> job = new Member<>(what);
        lock.lock();
        try {
            if (closed) {
                throw Transactions.closing();
            }
            underWay++;
            waiting.add(job);
        } finally {
            lock.unlock();
        }
        try {
            return result(job);
        } finally {
            gone();
        }
    }

    private void gone() {
        lock.lock();
        try {
            underWay--;
            if (underWay == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of a job, and leads where it can. */
    private R result(Member<W, R> job) {
        boolean isInterrupted = false;
        while (!job.isOver()) {
            List<Member<W, R>> group = begin();
            if (!group.isEmpty()) {
                lead(group);
            } else if (!job.isOver()) {
                LockSupport.park(this);
                // What is under way can't be called back, and whoever is interrupted does not park.
                isInterrupted |= Thread.interrupted();
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return job.isApart() ? writing.write(List.of(job.what())).getFirst() : job.result();
    }

    /** Takes a turn and those that wait; empty if there is no turn, or nobody waits. */
    private List<Member<W, R>> begin() {
        lock.lock();
        try {
            if (freeTurns == 0 || waiting.isEmpty()) {
                return List.of();
            }
            freeTurns--;
            List<Member<W, R>> group = Member.take(waiting, most, weight, MOST_OCTETS);
            wakeFirst();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Lets who waits longest lead the next group. */
    private void wakeFirst() {
        Member<W, R> first = waiting.peek();
        if (freeTurns > 0 && first != null) {
            first.wake();
        }
    }

    private void lead(List<Member<W, R>> group) {
        try {
            List<R> results = writing.write(group.stream().map(Member::what).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).succeed(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            // The others wait for this thread.
            boolean isOnesFault = e instanceof RuntimeException refused && Refusals.isRowRefused(refused);
            for (Member<W, R> job : group) {
                job.fail(e);
                if (isOnesFault && group.size() > 1) {
                    job.setApart();
                }
            }
        } finally {
            giveBack();
            group.forEach(Member::end);
        }
    }

    private void giveBack() {
        lock.lock();
        try {
            freeTurns++;
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what is under way, ten seconds at most; what comes later is refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            long left = CLOSE_PATIENCE;
            while (left > 0 && underWay > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
