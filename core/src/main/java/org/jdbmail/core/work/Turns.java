package org.jdbmail.core.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. Each account and each address has used some time of the pool; the next turn is for the work whose account and
 * address have used least, taking of the two the one that used more; of two pieces of one account, that which used less itself. Who comes anew begins at the time that the pool is at:
 * nobody saves turns up by keeping quiet, and who just used some waits for the others. Guarded by the pool's lock.
 */
final class Turns {
    private final WorkLimits limits;
    private final Map<String, Share> accounts = new HashMap<>();
    private final Map<String, Share> addresses = new HashMap<>();
    private final List<Job<?>> waiting = new ArrayList<>();
    private long now;
    private int jobs;
    private int begun;

    Turns(WorkLimits limits) {
        this.limits = limits;
    }

    /** The share of an account; null for no account. */
    @Nullable
    Share account(String name) {
        return name.isEmpty() ? null : share(accounts, name);
    }

    /** The share of an address; null for no address. */
    @Nullable
    Share address(String name) {
        return name.isEmpty() ? null : share(addresses, name);
    }

    private Share share(Map<String, Share> shares, String name) {
        return shares.computeIfAbsent(name, n -> new Share());
    }

    /** Whether there is room for one more of its kind. */
    boolean hasRoom(Job<?> job) {
        return !isFull(job.account(), limits.perAccount()) && !isFull(job.address(), limits.perAddress());
    }

    private static boolean isFull(@Nullable Share share, int most) {
        return share != null && share.jobs >= most;
    }

    /** Whether there is as much as there may be. */
    boolean isFull() {
        return jobs >= limits.total();
    }

    /**
     * Who is to make room for another: the one that came last among those who have most here and are not begun; null if the other
     * one would then have more.
     */
    @Nullable
    Job<?> toMakeRoomFor(Job<?> other) {
        Job<?> most = null;
        for (Job<?> job : waiting) {
            if (!job.isBegun() && (most == null || crowd(job) >= crowd(most))) {
                most = job;
            }
        }
        return most != null && crowd(most) > crowd(other) + 1 ? most : null;
    }

    private static int crowd(Job<?> job) {
        return shares(job).mapToInt(share -> share.jobs).max().orElse(0);
    }

    private static Stream<Share> shares(Job<?> job) {
        return Stream.of(job.account(), job.address()).flatMap(Stream::ofNullable);
    }

    /** It comes for the first time. */
    void enter(Job<?> job) {
        jobs++;
        shares(job).forEach(share -> {
            if (share.jobs++ == 0) {
                share.used = Math.max(share.used, now);
            }
        });
        waiting.add(job);
    }

    /** It waits for its next turn. */
    void line(Job<?> job) {
        job.waits(System.nanoTime());
        waiting.add(job);
    }

    /** It is not to wait any more; false if it was begun, or is over. */
    boolean withdraw(Job<?> job) {
        boolean waited = !job.isBegun() && waiting.remove(job);
        if (waited) {
            leave(job);
        }
        return waited;
    }

    /** It is over. */
    void leave(Job<?> job) {
        jobs--;
        if (job.isBegun() && job.isHeavy()) {
            begun--;
            shares(job).forEach(share -> share.begun--);
        }
        shares(job).forEach(share -> share.jobs--);
        if (jobs == 0) {
            accounts.clear();
            addresses.clear();
            now = 0;
        } else {
            forget(accounts);
            forget(addresses);
        }
    }

    /** Those who have nothing here, and would begin at the pool's time all the same, need not be remembered. */
    private void forget(Map<String, Share> shares) {
        if (shares.size() > 2 * limits.total()) {
            shares.values().removeIf(share -> share.jobs == 0 && share.used <= now);
        }
    }

    /** It has used so much. */
    void charge(Job<?> job, long nanos) {
        shares(job).forEach(share -> share.used += nanos);
    }

    /** Whether the turn of one that runs should go to another. */
    boolean isOver(Job<?> running) {
        for (Job<?> job : waiting) {
            if (mayRun(job) && compare(job, running) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Takes out the one whose turn it is; null if none may run. */
    @Nullable
    Job<?> next() {
        Job<?> next = null;
        for (Job<?> job : waiting) {
            if (mayRun(job) && (next == null || compare(job, next) < 0)) {
                next = job;
            }
        }
        if (next != null) {
            waiting.remove(next);
            now = Math.max(now, tag(next));
        }
        return next;
    }

    /** The one that was taken out has its first turn. */
    void begin(Job<?> job) {
        job.begin();
        if (job.isHeavy()) {
            begun++;
            shares(job).forEach(share -> share.begun++);
        }
    }

    /** What is begun goes on; of what is not, no more than fits the memory, of one account a quarter of that, of one address half. */
    private boolean mayRun(Job<?> job) {
        if (job.isBegun() || !job.isHeavy()) {
            return true;
        }
        return begun < limits.begun()
                && isBelow(job.account(), Math.max(1, limits.begun() / 4))
                && isBelow(job.address(), Math.max(1, limits.begun() / 2));
    }

    private static boolean isBelow(@Nullable Share share, int most) {
        return share == null || share.begun < most;
    }

    private int compare(Job<?> a, Job<?> b) {
        int byMost = Long.compare(tag(a), tag(b));
        int byLeast = byMost != 0 ? byMost : Long.compare(least(a), least(b));
        return byLeast != 0 ? byLeast : Long.compare(a.computed(), b.computed());
    }

    private long tag(Job<?> job) {
        return shares(job).mapToLong(share -> share.used).max().orElse(now);
    }

    private long least(Job<?> job) {
        return shares(job).mapToLong(share -> share.used).min().orElse(now);
    }

    /** How long the one has waited that waits longest. */
    long longestWait(long at) {
        return waiting.stream().mapToLong(job -> at - job.waitsSince()).max().orElse(0);
    }

    /** All who wait. */
    List<Job<?>> waiting() {
        return List.copyOf(waiting);
    }
}
