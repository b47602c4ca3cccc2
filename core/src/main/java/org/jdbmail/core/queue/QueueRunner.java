package org.jdbmail.core.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue's worker in this process. It takes leases on what is due, a few messages at a time, and sends each on a thread of its own; the
 * leases are renewed as long as that lasts. Other processes may do the same on the same database.
 */
public final class QueueRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);

    /** How long a stop waits for what is being sent. */
    private static final Duration STOP = Duration.ofSeconds(2);

    /** Recipients of one claim. */
    private static final int MOST = 200;

    private final Store store;
    private final QueueOptions options;
    private final InstantSource clock;
    private final Transport mail;
    private final Transport pipe;
    private final Shipping shipping;
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong claims = new AtomicLong();
    private final Set<String> owners = ConcurrentHashMap.newKeySet();
    private final Semaphore free;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean isWoken;
    private boolean isClosed;

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
            boolean found = false;
            try {
                found = runOnce();
            } catch (Refusal refusal) {
                LOG.warn("the queue can't be looked at: {}", refusal.text());
            } catch (RuntimeException e) {
                LOG.error("the queue's worker goes on after a fault", e);
            } catch (InterruptedException e) {
                return;
            }
            if (!found) {
                sleep(options.poll());
            }
        }
    }

    /** Takes what is due and begins to send it; false if nothing was. */
    private boolean runOnce() throws InterruptedException {
        // A lease is only taken on what is sent at once, so that other processes get the rest.
        free.acquire();
        int places = 1 + free.drainPermits();
        List<QueuedMail> claimed = List.of();
        try {
            Instant now = clock.instant();
            String owner = process + "-" + claims.incrementAndGet();
            int messages = places;
            claimed = store.write(tx -> tx.queue().claim(owner, now, now.plus(options.lease()), messages, MOST));
            send(claimed, owner);
        } finally {
            free.release(places - claimed.size());
        }
        return !claimed.isEmpty();
    }

    private void send(List<QueuedMail> claimed, String owner) {
        if (claimed.isEmpty()) {
            return;
        }
        owners.add(owner);
        AtomicInteger left = new AtomicInteger(claimed.size());
        for (QueuedMail each : claimed) {
            Thread.ofPlatform().daemon().name("jdbmail-send-" + each.id()).start(() -> {
                try {
                    ship(each, owner);
                } finally {
                    free.release();
                    if (left.decrementAndGet() == 0) {
                        owners.remove(owner);
                    }
                }
            });
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
            for (String owner : owners) {
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

    private void sleep(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!isWoken && !isClosed && left > 0) {
                left = woken.awaitNanos(left);
            }
            isWoken = false;
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
