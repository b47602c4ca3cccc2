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
    /** What usually holds. */
    public static QueueOptions usual(
            String hostname, EnvelopeAddress postmaster, RetrySchedule schedule, Duration lease) {
        return new QueueOptions(hostname, postmaster, schedule, 8, lease, Duration.ofSeconds(5));
    }
}
