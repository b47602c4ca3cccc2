package org.jdbmail.core.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.watch.About;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue's worker in this process. It takes leases on what is due, on as many messages as can be sent at the moment, and sends each on a thread of its own as soon as its
 * destination takes another; the leases are renewed as long as that lasts. Other processes may do the same on the same database.
 */
public final class QueueRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);

    /** How long a stop waits for what is being sent. */
    private static final Duration STOP = Duration.ofSeconds(2);

    /** Recipients of one claim. */
    private static final int MOST = 200;

    /** Messages that wait here for their destinations, for each that is sent at a time; what is more goes back to the queue. */
    private static final int WAITING_FOR_EACH = 4;

    /** The least that is waited where nothing can be done. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** For how long what went back is left there: meanwhile others are taken. */
    private static final Duration BACK = Duration.ofSeconds(10);

    private final Store store;
    private final QueueOptions options;
    private final InstantSource clock;
    private final Transport mail;
    private final Transport pipe;
    private final Shipping shipping;
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong claims = new AtomicLong();
    private final Map<String, Integer> owners = new ConcurrentHashMap<>();
    private final Semaphore free;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Pending pending = new Pending();
    private boolean isWoken;
    private boolean isFreed;
    private boolean isClosed;
    private long lookAgain = System.nanoTime();

    /**
     * A worker, not yet at work.
     *
     * @param mail how mail leaves
     * @param pipe how programs get it
     */
    public QueueRunner(Store store, Transport mail, Transport pipe, QueueOptions options, InstantSource clock) {
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.mail = mail;
        this.pipe = pipe;
        this.free = new Semaphore(options.concurrency());
        this.shipping = new Shipping(store, mail, pipe, options, clock, RandomGenerator.getDefault());
    }

    /** Begins to work. */
    public void start() {
        Thread.ofPlatform().daemon().name("jdbmail-queue").start(this::work);
        Thread.ofPlatform().daemon().name("jdbmail-queue-leases").start(this::renew);
    }

    /** Says that something was put into the queue. Returns at once. */
    public void wake() {
        lock.lock();
        try {
            isWoken = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (!isClosed()) {
            boolean isBusy = false;
            try {
                isBusy = begin();
                isBusy |= look();
            } catch (Refusal refusal) {
                LOG.warn("the queue can't be looked at: {}", refusal.text());
            } catch (RuntimeException e) {
                LOG.error("the queue's worker goes on after a fault", e);
            }
            if (!isBusy) {
                sleep();
            }
        }
        giveBack(pendingCut(0), clock.instant());
    }

    /** Begins what can begin; false if nothing could. */
    private boolean begin() {
        boolean hasBegun = false;
        while (free.tryAcquire()) {
            Pending.Entry next = pendingNext();
            if (next == null) {
                free.release();
                return hasBegun;
            }
            hasBegun = true;
            Thread.ofPlatform()
                    .daemon()
                    .name("jdbmail-send-" + next.mail().id())
                    .start(() -> {
                        try {
                            About.message(next.mail().origin(), () -> {
                                ship(next.mail(), next.owner());
                                return true;
                            });
                        } finally {
                            free.release();
                            over(next);
                        }
                    });
        }
        return hasBegun;
    }

    private Pending.@Nullable Entry pendingNext() {
        lock.lock();
        try {
            return pending.next(mail::limit);
        } finally {
            lock.unlock();
        }
    }

    private List<Pending.Entry> pendingCut(int left) {
        lock.lock();
        try {
            return pending.cut(left);
        } finally {
            lock.unlock();
        }
    }

    private void over(Pending.Entry entry) {
        lock.lock();
        try {
            pending.over(entry);
            isFreed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        drop(entry.owner());
    }

    private void drop(String owner) {
        owners.computeIfPresent(owner, (key, left) -> left > 1 ? left - 1 : null);
    }

    /** Takes what is due, if there is room for it; false if nothing was, or there was no need. */
    private boolean look() {
        int spare = free.availablePermits();
        int most = WAITING_FOR_EACH * options.concurrency();
        int waiting = waiting();
        if (waiting >= most && spare > 0) {
            // All of it waits for destinations that take no more now.
            giveBack(pendingCut(most / 2), clock.instant().plus(BACK));
            return true;
        }
        boolean isTime = isRung() || System.nanoTime() - lookAgain >= 0;
        if (spare == 0 || !isTime) {
            return false;
        }
        boolean found = claim(Math.min(spare, most - waiting));
        // Where there was something there may be more; else it is looked again when it is time.
        lookAgain = System.nanoTime() + (found ? 0 : options.poll().toNanos());
        return found;
    }

    private int waiting() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isRung() {
        lock.lock();
        try {
            boolean was = isWoken;
            isWoken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private boolean claim(int most) {
        Instant now = clock.instant();
        String owner = process + "-" + claims.incrementAndGet();
        List<QueuedMail> claimed =
                store.write(tx -> tx.queue().claim(owner, now, now.plus(options.lease()), most, MOST));
        if (claimed.isEmpty()) {
            return false;
        }
        owners.put(owner, claimed.size());
        for (QueuedMail each : claimed) {
            Pending.Entry entry = new Pending.Entry(each, owner, lanes(each));
            lock.lock();
            try {
                pending.add(entry);
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    private Set<String> lanes(QueuedMail each) {
        try {
            return mail.lanes(each);
        } catch (RuntimeException e) {
            LOG.debug("{}: its destinations can't be told now", each.origin(), e);
            return Set.of(); // what is wrong shows when it is sent
        }
    }

    /** Lets others have messages, or us later. */
    private void giveBack(List<Pending.Entry> entries, Instant next) {
        for (Pending.Entry entry : entries) {
            List<Long> ids =
                    entry.mail().recipients().stream().map(QueuedRecipient::id).toList();
            try {
                store.write(tx -> tx.queue().giveBack(entry.owner(), ids, next));
            } catch (RuntimeException e) {
                LOG.debug("{}: comes again when its lease is over", entry.mail().origin(), e);
            }
            drop(entry.owner());
        }
    }

    private void ship(QueuedMail each, String owner) {
        try {
            if (!isClosed()) {
                shipping.ship(each, owner);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refusal refusal) {
            LOG.warn("{}: comes again when its lease is over: {}", each.origin(), refusal.text());
        } catch (RuntimeException e) {
            LOG.error("{}: comes again when its lease is over", each.origin(), e);
        }
    }

    private void renew() {
        while (!isClosed()) {
            sleepUnwoken(options.lease().dividedBy(3));
            for (String owner : owners.keySet()) {
                try {
                    Instant until = clock.instant().plus(options.lease());
                    store.write(tx -> tx.queue().renew(owner, until));
                } catch (RuntimeException e) {
                    LOG.warn("leases of the queue could not be renewed", e);
                }
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    private void sleep() {
        lock.lock();
        try {
            long left = Math.max(lookAgain - System.nanoTime(), MOMENT.toNanos());
            while (!isWoken && !isFreed && !isClosed && left > 0) {
                left = woken.awaitNanos(left);
            }
            isFreed = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void sleepUnwoken(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!isClosed && left > 0) {
                left = woken.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and gives what is being sent a moment to end; what does not is sent again when its lease is over. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!free.tryAcquire(options.concurrency(), STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("mail that is being sent is left to its lease");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mail.close();
        pipe.close();
    }
}
