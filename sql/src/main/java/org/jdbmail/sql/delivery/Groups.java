package org.jdbmail.sql.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

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

    /**
     * How much a member weighs.
     *
     * @param <W> what is written
     */
    @FunctionalInterface
    interface Weight<W> {
        long of(W member);
    }

    private final int most;
    private final Weight<W> weight;
    private final Writing<W, R> writing;

    /** Guards what is below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    private final Queue<Job<W, R>> waiting = new ArrayDeque<>();
    private int freeTurns;

    /** How many have come and not yet gone. */
    private int underWay;

    private boolean closed;

    /**
     * @param turns groups under way at a time
     * @param most members of a group
     */
    Groups(int turns, int most, Weight<W> weight, Writing<W, R> writing) {
        this.freeTurns = turns;
        this.most = most;
        this.weight = weight;
        this.writing = writing;
    }

    /** A member of a group, and what came of it. */
    private static final class Job<W, R> {
        private final W what;
        private final Thread thread = Thread.currentThread();
        private @Nullable R result;
        private @Nullable Throwable failure;
        private boolean isAlone;

        /** Written last, by who led the group. */
        private volatile boolean isOver;

        Job(W what) {
            this.what = what;
        }

        R result() {
            switch (failure) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Throwable thrown -> throw new IllegalStateException("a group broke off", thrown);
            }
            if (result == null) {
                throw new IllegalStateException("a group did not come to its end");
            }
            return result;
        }
    }

    /**
     * Writes; when this returns, it is committed.
     *
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE after {@link #close}
     */
    R write(W what) {
        Job<W, R> job = new Job<>(what);
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
    private R result(Job<W, R> job) {
        boolean isInterrupted = false;
        while (!job.isOver) {
            List<Job<W, R>> group = begin();
            if (!group.isEmpty()) {
                lead(group);
            } else if (!job.isOver) {
                LockSupport.park(this);
                // What is under way can't be called back, and whoever is interrupted does not park.
                isInterrupted |= Thread.interrupted();
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return job.isAlone ? writing.write(List.of(job.what)).getFirst() : job.result();
    }

    /** Takes a turn and those that wait; empty if there is no turn, or nobody waits. */
    private List<Job<W, R>> begin() {
        lock.lock();
        try {
            if (freeTurns == 0 || waiting.isEmpty()) {
                return List.of();
            }
            freeTurns--;
            List<Job<W, R>> group = new ArrayList<>();
            long octets = 0;
            Job<W, R> next = waiting.peek();
            while (next != null
                    && group.size() < most
                    && (group.isEmpty() || octets + weight.of(next.what) <= MOST_OCTETS)) {
                octets += weight.of(next.what);
                group.add(waiting.remove());
                next = waiting.peek();
            }
            wakeFirst();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Lets who waits longest lead the next group. */
    private void wakeFirst() {
        Job<W, R> first = waiting.peek();
        if (freeTurns > 0 && first != null) {
            LockSupport.unpark(first.thread);
        }
    }

    private void lead(List<Job<W, R>> group) {
        try {
            List<R> results = writing.write(group.stream().map(job -> job.what).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = results.get(i);
            }
        } catch (RuntimeException | Error e) {
            // The others wait for this thread.
            boolean isOnesFault = e instanceof RuntimeException refused && Refusals.isRowRefused(refused);
            for (Job<W, R> job : group) {
                job.failure = e;
                job.isAlone = isOnesFault && group.size() > 1;
            }
        } finally {
            giveBack();
            group.forEach(Groups::end);
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

    private static void end(Job<?, ?> job) {
        job.isOver = true;
        if (!job.thread.equals(Thread.currentThread())) {
            LockSupport.unpark(job.thread);
        }
    }
}
