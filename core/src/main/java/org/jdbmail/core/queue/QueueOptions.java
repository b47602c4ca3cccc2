package org.jdbmail.core.queue;

import java.time.Duration;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * What the queue's worker needs to know.
 *
 * @param hostname our own name
 * @param postmaster in whose name reports are written
 * @param schedule when mail is tried again
 * @param concurrency messages that are sent at the same time
 * @param lease for how long what is being sent belongs to us before that is renewed
 * @param poll how often it is looked for mail that others have put into the queue
 */
public record QueueOptions(
        String hostname,
        EnvelopeAddress postmaster,
        RetrySchedule schedule,
        int concurrency,
        Duration lease,
        Duration poll) {
    /** Messages at a time where one server takes all. */
    public static final int FEW = 8;

    /** The same with so many messages at a time. */
    public QueueOptions with(int messages) {
        return new QueueOptions(hostname, postmaster, schedule, messages, lease, poll);
    }

    /** What usually holds. */
    public static QueueOptions usual(
            String hostname, EnvelopeAddress postmaster, RetrySchedule schedule, Duration lease) {
        return new QueueOptions(hostname, postmaster, schedule, FEW, lease, Duration.ofSeconds(5));
    }
}
