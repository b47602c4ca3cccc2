package org.jdbmail.sql.change;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.core.store.Changes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches which mailbox in this process. */
public final class Watchers implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final ConcurrentHashMap<Long, CopyOnWriteArrayList<Runnable>> watchers = new ConcurrentHashMap<>();
    private final Set<Long> noticed = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition first = lock.newCondition();

    @Override
    public Watch watch(long mailboxId, Runnable wake) {
        // An own object for each watch, so that one Runnable may watch twice.
        Runnable watcher = new Runnable() {
            @Override
            public void run() {
                wake.run();
            }
        };
        watchers.compute(mailboxId, (id, list) -> {
            CopyOnWriteArrayList<Runnable> watching = list == null ? new CopyOnWriteArrayList<>() : list;
            watching.add(watcher);
            return watching;
        });
        lock.lock();
        try {
            first.signalAll();
        } finally {
            lock.unlock();
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                watchers.computeIfPresent(mailboxId, (id, list) -> {
                    list.remove(watcher);
                    return list.isEmpty() ? null : list;
                });
            }
        };
    }

    /** Wakes the watchers of some mailboxes, of which there was a notice. */
    void noticed(Collection<Long> mailboxIds) {
        for (Long id : mailboxIds) {
            if (watchers.containsKey(id)) {
                noticed.add(id);
            }
        }
        wake(mailboxIds);
    }

    /** The watched mailboxes of which there was a notice since this was asked last. */
    Set<Long> takeNoticed() {
        Set<Long> taken = Set.copyOf(noticed);
        noticed.removeAll(taken);
        return taken;
    }

    /** Wakes the watchers of some mailboxes. */
    void wake(Collection<Long> mailboxIds) {
        for (Long id : mailboxIds) {
            List<Runnable> watching = watchers.get(id);
            if (watching != null) {
                watching.forEach(Watchers::wake);
            }
        }
    }

    private static void wake(Runnable watcher) {
        try {
            watcher.run();
        } catch (RuntimeException e) {
            // What was committed is committed: a watcher's bug must not look like a failure of whoever wrote.
            LOG.error("a watcher failed", e);
        }
    }

    /** Wakes everybody: something may have been missed. */
    void wakeAll() {
        watchers.values().forEach(watching -> watching.forEach(Watchers::wake));
    }

    /** The mailboxes that somebody watches. */
    Set<Long> watched() {
        return Set.copyOf(watchers.keySet());
    }

    /** Waits until somebody watches something. */
    void awaitWatched() throws InterruptedException {
        lock.lock();
        try {
            while (watchers.isEmpty()) {
                first.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
