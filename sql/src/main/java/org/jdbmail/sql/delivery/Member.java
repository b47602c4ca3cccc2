package org.jdbmail.sql.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group: what the thread that made it wants to have written, and what became of it. All but {@link #end} and
 * {@link #result} is for who leads the group.
 *
 * @param <W> what is written
 * @param <R> what came of it
 */
final class Member<W, R> {
    private final W what;
    private final Thread thread = Thread.currentThread();
    private @Nullable R result;
    private @Nullable Throwable failure;
    private boolean isApart;

    /** Written last, by who led the group. */
    private volatile boolean isOver;

    Member(W what) {
        this.what = what;
    }

    /**
     * How much something weighs.
     *
     * @param <W> what is written
     */
    @FunctionalInterface
    interface Weight<W> {
        /** Octets, roughly. */
        long of(W what);
    }

    /**
     * Takes those that wait longest for a group, at least one if any waits.
     *
     * @param most members
     * @param octets in all; a single one may have more
     */
    static <W, R> List<Member<W, R>> take(Queue<Member<W, R>> waiting, int most, Weight<W> weight, long octets) {
        List<Member<W, R>> group = new ArrayList<>();
        long taken = 0;
        Member<W, R> next = waiting.peek();
        while (next != null && group.size() < most && (group.isEmpty() || taken + weight.of(next.what) <= octets)) {
            taken += weight.of(next.what);
            group.add(waiting.remove());
            next = waiting.peek();
        }
        return group;
    }

    W what() {
        return what;
    }

    void succeed(R with) {
        result = with;
    }

    void fail(Throwable with) {
        failure = with;
    }

    /** It is to be written by its own thread, alone. */
    void setApart() {
        isApart = true;
    }

    /** To be asked by its own thread, once it is over. */
    boolean isApart() {
        return isApart;
    }

    boolean isOver() {
        return isOver;
    }

    /** Nothing more becomes of it in its group. */
    void end() {
        isOver = true;
        if (!thread.equals(Thread.currentThread())) {
            wake();
        }
    }

    /** Has its thread look again. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** What came of it, once it is over and not apart. */
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
