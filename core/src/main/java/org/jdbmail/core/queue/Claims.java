package org.jdbmail.core.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail out of the queue that is due: what has been due for longest, but not for destinations of which enough is at hand; what is for others is found behind it, however long the
 * queue is. For one thread.
 */
final class Claims {
    /** Recipients of one claim, about. */
    private static final int MOST = 200;

    /** Recipients that are read at a time by who looks for others behind those of full destinations. */
    private static final int PAGE = 500;

    /** For how long it is looked in one go: at the first for half of it, and behind them for the rest. */
    private static final long LOOKING = TimeUnit.MILLISECONDS.toNanos(200);

    private final Store store;
    private final Duration lease;
    private final ToIntFunction<String> limit;
    private final Function<QueuedMail, Set<String>> lanes;
    private final LongSupplier clock;

    /** Where it was looked up to behind those of full destinations; null at the beginning. */
    private MailQueue.@Nullable Mark mark;

    /**
     * On a store's queue.
     *
     * @param lease for how long
     * @param limit how many a destination takes at a time
     * @param lanes the destinations of a message; to tell them may take a while
     * @param clock nanoseconds
     */
    Claims(
            Store store,
            Duration lease,
            ToIntFunction<String> limit,
            Function<QueuedMail, Set<String>> lanes,
            LongSupplier clock) {
        this.store = store;
        this.lease = lease;
        this.limit = limit;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** What one look has chosen. */
    private static final class Choice {
        private final Set<Long> recipients = new LinkedHashSet<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private final Set<String> full;
        private int left;

        Choice(int most, Set<String> full) {
            this.left = most;
            this.full = new HashSet<>(full);
        }

        boolean isEnough() {
            return left == 0 || recipients.size() >= MOST;
        }
    }

    /**
     * Takes messages.
     *
     * @param owner a name that no other claim has
     * @param most how many
     * @param passed destinations for which nothing is taken
     */
    List<QueuedMail> take(String owner, Instant now, int most, Set<String> passed) {
        if (passed.isEmpty()) {
            mark = null;
            return store.write(tx -> tx.queue().claim(owner, now, now.plus(lease), most, MOST));
        }
        Set<Long> chosen = behind(now, most, passed);
        return chosen.isEmpty() ? List.of() : store.write(tx -> tx.queue().claim(owner, now, now.plus(lease), chosen));
    }

    /** Whether nothing is left that was not looked at. */
    boolean isAtEnd() {
        return mark == null;
    }

    /** Outside of a transaction, since it may take a while: what others have taken meanwhile is not claimed. */
    private Set<Long> behind(Instant now, int most, Set<String> passed) {
        Choice choice = new Choice(most, passed);
        long began = clock.getAsLong();
        // The first come again each time: some of them may have been let in since.
        MailQueue.Mark first = choose(now, null, choice, began + LOOKING / 2);
        MailQueue.Mark at = mark == null || first == null ? first : mark;
        boolean isTime = true;
        while (at != null && isTime && !choice.isEnough()) {
            at = choose(now, at, choice, began + LOOKING);
            isTime = clock.getAsLong() - began < LOOKING;
        }
        mark = at;
        return choice.recipients;
    }

    /** Chooses from a page, at least one looked at; behind whom it goes on, null if there is nobody. */
    private MailQueue.@Nullable Mark choose(Instant now, MailQueue.@Nullable Mark after, Choice choice, long deadline) {
        MailQueue.Due page = store.look(tx -> tx.queue().due(now, after, PAGE));
        boolean isFirst = true;
        for (QueuedMail each : page.mails()) {
            if (choice.isEnough() || !isFirst && clock.getAsLong() - deadline >= 0) {
                return before(each);
            }
            choose(each, choice);
            isFirst = false;
        }
        return page.end();
    }

    /** Behind which a message comes again, and all that is due after it. */
    private static MailQueue.Mark before(QueuedMail mail) {
        QueuedRecipient first = mail.recipients().getFirst();
        return new MailQueue.Mark(first.nextAttempt(), first.id() - 1);
    }

    private void choose(QueuedMail mail, Choice choice) {
        Set<String> destinations = lanes.apply(mail);
        if (!destinations.isEmpty() && choice.full.containsAll(destinations)) {
            return;
        }
        choice.left--;
        mail.recipients().stream().map(QueuedRecipient::id).forEach(choice.recipients::add);
        for (String lane : destinations) {
            if (choice.counts.merge(lane, 1, Integer::sum) >= limit.applyAsInt(lane)) {
                choice.full.add(lane);
            }
        }
    }
}
