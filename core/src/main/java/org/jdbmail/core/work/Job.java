package org.jdbmail.core.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jdbmail.core.watch.About;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work: what the one who waits for it and the thread that does it share. What concerns its turns is guarded by the
 * pool's lock.
 *
 * @param <T> its result
 */
final class Job<T> implements Progress {
    private final WorkPool pool;
    private final Requester requester;
    private final LongTask<T> task;
    private final boolean heavy;
    private final @Nullable Share account;
    private final @Nullable Share address;
    private final String session = Thread.currentThread().getName();
    private final Semaphore turn = new Semaphore(0);
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private boolean begun;
    private final long came = System.nanoTime();
    private long waitsSince = came;
    private boolean aside;
    private long computed;
    private long turnBegan;
    private volatile Standing standing = Standing.UNKNOWN;

    Job(WorkPool pool, Requester requester, LongTask<T> task, boolean heavy, Turns turns) {
        this.pool = pool;
        this.requester = requester;
        this.task = task;
        this.heavy = heavy;
        this.account = turns.account(requester.account());
        this.address = turns.address(requester.address());
    }

    @Nullable
    Share account() {
        return account;
    }

    @Nullable
    Share address() {
        return address;
    }

    /** Whether it holds messages in memory while it waits for its next turn. */
    boolean isHeavy() {
        return heavy;
    }

    boolean isBegun() {
        return begun;
    }

    /** It gets its first turn. */
    void begin() {
        begun = true;
    }

    /** How long it has computed, in nanoseconds, without the turn that it has. */
    long computed() {
        return computed;
    }

    /** When it came. */
    long came() {
        return came;
    }

    /** Since when it waits for a turn, if it does. */
    long waitsSince() {
        return waitsSince;
    }

    /** It waits from now on. */
    void waits(long now) {
        waitsSince = now;
    }

    /** Whether nobody waits for it any more. */
    boolean isAbandoned() {
        return requester.gone().getAsBoolean();
    }

    /** It has its turn; any thread. */
    void grant() {
        turn.release();
    }

    /** Whether it waits for something else, and has no turn; its own thread. */
    boolean isAside() {
        return aside;
    }

    /** It begins, or ends, to wait for something else; its own thread. */
    void goAside(boolean waits) {
        aside = waits;
    }

    /** Waits for its next turn; its own thread. */
    void awaitTurn() {
        turn.acquireUninterruptibly();
        turnBegan = System.nanoTime();
    }

    /** Ends the turn's time; how long it was. */
    long endTurn(long now) {
        long nanos = Math.max(0, now - turnBegan);
        computed += nanos;
        turnBegan = now;
        return nanos;
    }

    /** How long its turn has lasted. */
    long inTurn(long now) {
        return now - turnBegan;
    }

    /** Does the work; its own thread. */
    void run() {
        awaitTurn();
        T value;
        // What is logged meanwhile is about the session that asked, whose thread bears its name.
        try {
            check();
            value = About.session(session, () -> task.run(this));
        } catch (Throwable thrown) { // goes to the one who waits, whatever it is
            pool.finished(this);
            result.completeExceptionally(thrown);
            return;
        }
        pool.finished(this);
        result.complete(value);
    }

    /** It ends without having been done; any thread. */
    void refuse(RuntimeException why) {
        result.completeExceptionally(why);
    }

    /**
     * Waits for the end.
     *
     * @return whether it came in time
     */
    boolean await(long nanos) throws InterruptedException {
        try {
            result.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
        return true;
    }

    /** The result, or what was thrown, once it is over. */
    T result() {
        if (result.state() == Future.State.SUCCESS) {
            return result.resultNow();
        }
        Throwable thrown = result.exceptionNow();
        if (thrown instanceof Error error) {
            throw error;
        }
        throw thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }

    /** How far it is; any thread. */
    Standing standing() {
        return standing;
    }

    @Override
    public void at(long done, long goal) {
        standing = new Standing(done, goal);
    }

    @Override
    public void check() {
        pool.check(this);
    }

    @Override
    public <R> R aside(Supplier<R> waiting) {
        return pool.aside(this, waiting);
    }
}
