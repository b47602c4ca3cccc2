package org.jdbmail.core.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;
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

    /** How long a stop waits, for the worker and for what is being sent together. */
    private static final Duration STOP = Duration.ofSeconds(2);

    /** Messages that wait here for their destinations, for each that is sent at a time; what is more goes back to the queue. */
    private static final int WAITING_FOR_EACH = 4;

    /** The least that is waited where nothing can be done. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** For how long what went back is left there: meanwhile others are taken. */
    private static final Duration BACK = Duration.ofSeconds(10);

    /** How often some go back at most. */
    private static final long RELIEF = TimeUnit.SECONDS.toNanos(1);

    /** To look for others in a long queue takes a while, and is done for a part of the time only. */
    private static final int PAUSE_FOR_EACH = 10;

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

    /** For how long it is waited after a look that found few: what comes meanwhile shares the next claim. */
    private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(40);

    /** Where claims follow each other so quickly, more is taken than can be begun at once. */
    private static final long QUICKLY = TimeUnit.MILLISECONDS.toNanos(250);

    /** What was taken ahead and could not be begun for so long is let go again, for other processes. */
    private static final long STALE = TimeUnit.SECONDS.toNanos(5);

    private final QueueOptions options;
    private final InstantSource clock;
    private final Transport mail;
    private final Transport pipe;
    private final Shipping shipping;
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong number = new AtomicLong();
    private final Claims claims;
    private final Leases leases;
    private final Semaphore free;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Pending pending = new Pending();
    private @Nullable Thread worker;
    private boolean isWoken;
    private boolean isFreed;
    private boolean isClosed;
    private long lookAgain = System.nanoTime();
    private long notBefore = lookAgain;
    private long relieved = lookAgain - RELIEF;
    private Set<String> passed = Set.of();

    /** How many more than can be begun are taken, as long as all goes quickly. */
    private int ahead;

    private long gatherUntil = lookAgain;
    private long lastClaim = lookAgain - STALE;

    /**
     * A worker, not yet at work.
     *
     * @param mail how mail leaves
     * @param pipe how programs get it
     */
    public QueueRunner(Store store, Transport mail, Transport pipe, QueueOptions options, InstantSource clock) {
        this.leases = new Leases(store);
        this.claims = new Claims(store, options.lease(), mail::limit, this::lanes, System::nanoTime);
        this.options = options;
        this.clock = clock;
        this.mail = mail;
        this.pipe = pipe;
        this.free = new Semaphore(options.concurrency());
        this.shipping = new Shipping(store, mail, pipe, options, clock, RandomGenerator.getDefault());
    }

    /** Begins to work. */
    public void start() {
        worker = Thread.ofPlatform().daemon().name("jdbmail-queue").start(this::work);
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
        leases.giveBack(pending.cut(0), clock.instant());
    }

    /** Begins what can begin; false if nothing could. */
    private boolean begin() {
        boolean hasBegun = false;
        while (free.tryAcquire()) {
            Pending.Entry next = pending.next(mail::limit);
            if (next == null) {
                free.release();
                return hasBegun;
            }
            hasBegun = true;
            Thread.ofPlatform().daemon().name("jdbmail-send").start(() -> sendOneAfterTheOther(next));
        }
        return hasBegun;
    }

    /** Sends a message, and then what else can begin, which spares the way by the worker. */
    private void sendOneAfterTheOther(Pending.Entry first) {
        try {
            Pending.Entry next = first;
            while (next != null) {
                send(next);
                next = isClosed() ? null : pending.next(mail::limit);
            }
        } finally {
            free.release();
            freed();
        }
    }

    private void send(Pending.Entry entry) {
        try {
            if (isClosed()) {
                // Taken out at the moment of the stop: others need not wait until its lease is over.
                leases.giveBack(List.of(entry), clock.instant());
            } else {
                About.message(entry.mail().origin(), () -> {
                    ship(entry.mail(), entry.owner());
                    return true;
                });
            }
        } finally {
            over(entry);
        }
    }

    private void over(Pending.Entry entry) {
        pending.over(entry);
        freed();
        leases.over(entry);
    }

    private void freed() {
        lock.lock();
        try {
            isFreed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what is due, if there is room for it; false if nothing was, or there was no need. */
    private boolean look() {
        if (isRung()) {
            // Noted at once, whether there is room or not: what rings on would keep the worker from sleeping.
            lookAgain = System.nanoTime();
        }
        int spare = free.availablePermits();
        int most = WAITING_FOR_EACH * options.concurrency();
        int waiting = pending.size();
        int room = most - waiting;
        if (spare > 0 && room <= 0) {
            return relieve(most / 2);
        }
        if (spare == 0 && isStale(waiting)) {
            ahead = 0;
            leases.giveBack(pending.cut(0), clock.instant());
            return false;
        }
        boolean isAhead = waiting < ahead / 2;
        if (spare == 0 && !isAhead || !isTime()) {
            return false;
        }
        boolean found = claim(Math.min(Math.max(spare, ahead), room));
        // Where there was something there may be more; else it is looked again when it is time.
        lookAgain = System.nanoTime()
                + (found || !claims.isAtEnd() ? 0 : options.poll().toNanos());
        return found;
    }

    /** Whether others might send what waits here. */
    private boolean isStale(int waiting) {
        return waiting > 0 && System.nanoTime() - lastClaim > STALE;
    }

    private boolean isTime() {
        long now = System.nanoTime();
        Set<String> supplied = pending.supplied(mail::limit);
        boolean mayLook = now - gatherUntil >= 0 && (supplied.isEmpty() || now - notBefore >= 0);
        // Those who were passed over may come again, or it is time to look for others.
        return mayLook && (!supplied.containsAll(passed) || now - lookAgain >= 0);
    }

    /** All that is here waits for destinations that take no more now: others get the chance. */
    private boolean relieve(int left) {
        long now = System.nanoTime();
        if (now - relieved < RELIEF) {
            return false;
        }
        relieved = now;
        leases.giveBack(pending.cut(left), clock.instant().plus(BACK));
        return true;
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
        String owner = process + "-" + number.incrementAndGet();
        // Of whom enough wait, the rest stays where it is: whoever stands behind them is found, and nothing goes to and
        // fro.
        passed = pending.supplied(mail::limit);
        long began = System.nanoTime();
        List<QueuedMail> found = claims.take(owner, now, most, passed);
        long end = System.nanoTime();
        notBefore = passed.isEmpty() ? end : end + Math.min(LONGEST_PAUSE, PAUSE_FOR_EACH * (end - began));
        boolean isQuick = found.size() >= most && began - lastClaim < QUICKLY;
        ahead = isQuick ? Math.min(2 * Math.max(ahead, 1), 2 * options.concurrency()) : ahead / 2;
        lastClaim = began;
        if (found.isEmpty()) {
            return false;
        }
        gatherUntil = found.size() < most ? end + GATHERING : end;
        leases.taken(owner, found);
        admit(found, owner);
        return true;
    }

    /** Has messages wait for their turn, but for those that nobody would be reached for now. */
    private void admit(List<QueuedMail> claimed, String owner) {
        List<Pending.Entry> entries = new ArrayList<>();
        Map<QueuedMail, SendResult.Failed> resting = new LinkedHashMap<>();
        for (QueuedMail each : claimed) {
            Pending.Entry entry = new Pending.Entry(each, owner, lanes(each));
            entries.add(entry);
            rest(entry).ifPresent(why -> resting.put(each, why));
        }
        Set<QueuedMail> over = new HashSet<>(resting.keySet());
        over.removeAll(left(resting, owner));
        entries.stream().filter(each -> !over.contains(each.mail())).forEach(pending::add);
        entries.stream().filter(each -> over.contains(each.mail())).forEach(leases::over);
    }

    /** Why a message is not tried at the moment, where that is so for all whom it is for. */
    private Optional<SendResult.Failed> rest(Pending.Entry entry) {
        boolean isOne = entry.lanes().size() == 1
                && entry.mail().recipients().stream()
                                .map(each -> each.address().domain())
                                .distinct()
                                .count()
                        == 1;
        return isOne ? mail.rest(entry.lanes().iterator().next()) : Optional.empty();
    }

    /** Puts off what can be; what is left is to be sent as all else. */
    private Collection<QueuedMail> left(Map<QueuedMail, SendResult.Failed> resting, String owner) {
        try {
            return shipping.putOff(resting, owner);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} messages could not be put off together", resting.size(), e);
        }
        return resting.keySet();
    }

    private Set<String> lanes(QueuedMail each) {
        try {
            return mail.lanes(each);
        } catch (RuntimeException e) {
            LOG.debug("{}: its destinations can't be told now", each.origin(), e);
            return Set.of(); // what is wrong shows when it is sent
        }
    }

    private void ship(QueuedMail each, String owner) {
        try {
            shipping.ship(each, owner);
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
            leases.renew(clock.instant().plus(options.lease()));
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
            long began = System.nanoTime();
            long gathering = gatherUntil - began;
            long pause = Math.max(notBefore - began, gathering);
            long left = Math.max(lookAgain - began, gathering > 0 ? gathering : MOMENT.toNanos());
            // What rings meanwhile is looked for when the pause is over.
            while (!isFreed && !isClosed && left > 0 && !(isWoken && pause <= 0)) {
                long wait = pause > 0 ? Math.min(pause, left) : left;
                long waited = wait - woken.awaitNanos(wait);
                left -= waited;
                pause -= waited;
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
            long deadline = System.nanoTime() + STOP.toNanos();
            // It may be about to take something, and gives back what has not begun.
            if (worker != null && !worker.join(STOP)) {
                LOG.warn("mail that waits to be sent is left to its lease");
            }
            if (!free.tryAcquire(options.concurrency(), deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.warn("mail that is being sent is left to its lease");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mail.close();
        pipe.close();
    }
}
