package org.jdbmail.core.work;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;

/**
 * The one pool for long work of a process. As many pieces compute at the same time as the limits say; each in turns of some
 * milliseconds, between which others get theirs ({@link Turns}). A piece that is begun has a thread of the system's until its end,
 * so how many are begun is limited too. Who asks waits on a thread of his own, which may be a virtual one.
 *
 * <p>A piece ends early, with a refusal, when it has computed too long, when it has waited too long altogether, when nobody waits
 * for it any more, or when the pool is closed.
 */
public final class WorkPool implements AutoCloseable {
    /** How long a turn lasts where others wait. */
    static final long TURN = TimeUnit.MILLISECONDS.toNanos(10);

    /** Who ends his side of the connection at once may still wait for the answer, but not for one that takes long. */
    private static final long SURELY_LONG = TimeUnit.SECONDS.toNanos(1);

    /** How often one who waits for his first turn is looked after. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    /** What the thread is doing. */
    private static final ScopedValue<Job<?>> CURRENT = ScopedValue.newInstance();

    private static final String SHUTTING_DOWN = "The server is shutting down";

    private final WorkLimits limits;
    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Turns turns;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong stopped = new AtomicLong();
    private int running;
    private volatile boolean closed;

    public WorkPool(WorkLimits limits) {
        this.limits = limits;
        this.turns = new Turns(limits);
        this.threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("work-", 0).daemon().factory());
    }

    /**
     * Does work that may hold messages in memory, and waits for it. Called by work that is done here already, it is part of that.
     *
     * @throws Refusal LIMIT or UNAVAILABLE where the work cannot be done now, or was stopped
     */
    public <T> T call(Requester requester, LongTask<T> task) {
        return run(requester, task, true, standing -> {});
    }

    /**
     * The same for one who has something to do every second while he waits.
     *
     * @param waiting told how far the work is, on the thread of who waits; must not throw
     */
    public <T> T call(Requester requester, LongTask<T> task, Consumer<Standing> waiting) {
        return run(requester, task, true, waiting);
    }

    /**
     * Does work that holds next to no memory and ends within a tenth of a second or so, such as hashing a password: it does not
     * wait for a place among those who hold much, only for its turn.
     *
     * @throws Refusal LIMIT or UNAVAILABLE where the work cannot be done now
     */
    public <T> T callBriefly(Requester requester, LongTask<T> task) {
        return run(requester, task, false, standing -> {});
    }

    /**
     * The same for one who has something to do every second while he waits.
     *
     * @param waiting told how far the work is, on the thread of who waits; must not throw
     */
    public <T> T callBriefly(Requester requester, LongTask<T> task, Consumer<Standing> waiting) {
        return run(requester, task, false, waiting);
    }

    private <T> T run(Requester requester, LongTask<T> task, boolean heavy, Consumer<Standing> waiting) {
        if (CURRENT.isBound()) {
            Job<?> part = CURRENT.get();
            return part.isAside() ? inTurn(part, task) : task.run(part);
        }
        Job<T> job = enter(requester, task, heavy);
        try {
            while (!job.await(LOOK)) {
                withdrawIfHopeless(job);
                waiting.accept(job.standing());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            withdraw(job, new Refusal(Reason.UNAVAILABLE, SHUTTING_DOWN));
            throw new Refusal(Reason.UNAVAILABLE, SHUTTING_DOWN);
        }
        return job.result();
    }

    private <T> Job<T> enter(Requester requester, LongTask<T> task, boolean heavy) {
        lock.lock();
        try {
            Job<T> job = new Job<>(this, requester, task, heavy, turns);
            if (closed) {
                throw new Refusal(Reason.UNAVAILABLE, SHUTTING_DOWN);
            }
            if (!turns.hasRoom(job)) {
                refused.incrementAndGet();
                throw new Refusal(Reason.LIMIT, "Too many commands of yours wait for their turn; try again later");
            }
            if (turns.isFull()) {
                makeRoomFor(job);
            }
            turns.enter(job);
            grant();
            return job;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoomFor(Job<?> job) {
        refused.incrementAndGet();
        Job<?> other = turns.toMakeRoomFor(job);
        if (other == null) {
            throw busy();
        }
        if (turns.withdraw(other)) {
            other.refuse(busy());
        }
    }

    private static Refusal busy() {
        return new Refusal(Reason.UNAVAILABLE, "The server is too busy; try again later");
    }

    /** Gives the free turns away; with the lock held. */
    private void grant() {
        while (running < limits.threads()) {
            Job<?> next = turns.next();
            if (next == null) {
                return;
            }
            running++;
            next.grant();
            if (!next.isBegun()) {
                turns.begin(next);
                threads.execute(() -> ScopedValue.where(CURRENT, next).run(next::run));
            }
        }
    }

    /** It is over; its own thread, in its turn. */
    void finished(Job<?> job) {
        lock.lock();
        try {
            endTurn(job);
            turns.leave(job);
            done.incrementAndGet();
            grant();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private void endTurn(Job<?> job) {
        turns.charge(job, job.endTurn(System.nanoTime()));
        running--;
    }

    /** See {@link Progress#check}; its own thread, in its turn. */
    void check(Job<?> job) {
        if (closed) {
            throw stop(Reason.UNAVAILABLE, SHUTTING_DOWN);
        }
        long inTurn = job.inTurn(System.nanoTime());
        if (inTurn < TURN || job.isAside()) {
            return;
        }
        long computed = job.computed() + inTurn;
        if (computed > limits.time().toNanos()) {
            throw stop(Reason.LIMIT, "That takes too long, and was stopped");
        }
        if (computed > SURELY_LONG && job.isAbandoned()) {
            throw stop(Reason.UNAVAILABLE, "Nobody waits for this any more");
        }
        if (isTurnOver(job)) {
            job.awaitTurn();
        }
    }

    private Refusal stop(Reason reason, String text) {
        stopped.incrementAndGet();
        return new Refusal(reason, text);
    }

    /** Gives the turn to another, if it is due to one. */
    private boolean isTurnOver(Job<?> job) {
        lock.lock();
        try {
            turns.charge(job, job.endTurn(System.nanoTime()));
            if (!turns.isOver(job)) {
                return false;
            }
            running--;
            turns.line(job);
            grant();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** See {@link Progress#aside}; its own thread, in its turn. */
    <R> R aside(Job<?> job, Supplier<R> waiting) {
        if (job.isAside()) {
            return waiting.get();
        }
        goAside(job);
        try {
            return waiting.get();
        } finally {
            comeBack(job);
        }
    }

    /** What is to be computed in the midst of waiting for something else takes its turns as all other work. */
    private <T> T inTurn(Job<?> job, LongTask<T> task) {
        comeBack(job);
        try {
            return task.run(job);
        } finally {
            goAside(job);
        }
    }

    private void goAside(Job<?> job) {
        job.goAside(true);
        lock.lock();
        try {
            endTurn(job);
            grant();
        } finally {
            lock.unlock();
        }
    }

    private void comeBack(Job<?> job) {
        lock.lock();
        try {
            turns.line(job);
            grant();
        } finally {
            lock.unlock();
        }
        job.awaitTurn();
        job.goAside(false);
    }

    /** Who has waited too long for the first turn, or does not wait any more, is not to get it. */
    private void withdrawIfHopeless(Job<?> job) {
        if (job.isAbandoned()) {
            withdraw(job, new Refusal(Reason.UNAVAILABLE, "Nobody waits for this any more"));
        } else if (System.nanoTime() - job.came() > limits.time().toNanos()) {
            withdraw(job, busy());
        }
    }

    /** Takes it out, unless it was begun. */
    private void withdraw(Job<?> job, Refusal why) {
        lock.lock();
        try {
            if (turns.withdraw(job)) {
                stopped.incrementAndGet();
                job.refuse(why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How much there is to do now, and was done. */
    public WorkFigures figures() {
        lock.lock();
        try {
            return new WorkFigures(
                    running,
                    turns.waiting().size(),
                    Duration.ofNanos(turns.longestWait(System.nanoTime())),
                    done.get(),
                    refused.get(),
                    stopped.get());
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more work, refuses what waits, and stops what runs, at its next look. Does not wait for that. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Job<?> job : turns.waiting()) {
                if (turns.withdraw(job)) {
                    job.refuse(new Refusal(Reason.UNAVAILABLE, SHUTTING_DOWN));
                }
            }
        } finally {
            lock.unlock();
        }
        threads.shutdown();
    }
}
