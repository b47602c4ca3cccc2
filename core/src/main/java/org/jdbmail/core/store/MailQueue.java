package org.jdbmail.core.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mail that waits to be sent ({@code jdbmail_queue}). It gets in as {@link Outgoing} and out by a {@link Settlement}, both parts of
 * a {@link Portion}. Any number of processes may work on it: who works on a recipient has a lease on it that is committed before
 * anything is sent, so that this also holds on a cluster whose row locks are local.
 */
public interface MailQueue {
    /**
     * Takes leases on recipients that are due, are not held, and that nobody has a lease on.
     *
     * @param owner a name that no other claim has
     * @param until when the leases end, if they are not renewed or settled before
     * @param messages how many messages to take recipients of
     * @param most recipients to take
     * @return messages, each with those of its recipients that were taken
     */
    List<QueuedMail> claim(String owner, Instant now, Instant until, int messages, int most);

    /**
     * Takes leases on those of some recipients that are not held, and that nobody has a lease on.
     *
     * @param owner a name that no other claim has
     * @param until when the leases end, if they are not renewed or settled before
     * @return messages, each with those of its recipients that were taken
     */
    List<QueuedMail> claim(String owner, Instant now, Instant until, Collection<Long> recipientIds);

    /** A place in the order in which recipients are due. */
    record Mark(Instant next, long recipientId) {}

    /**
     * Some of what is due.
     *
     * @param mails messages, each with some of its recipients, in the order in which the first of these are due
     * @param end where it goes on; null where there is no more
     */
    record Due(List<QueuedMail> mails, @Nullable Mark end) {}

    /**
     * Looks at recipients that could be claimed, and claims nobody.
     *
     * @param after where to begin; null for the first
     * @param most recipients
     */
    Due due(Instant now, @Nullable Mark after, int most);

    /**
     * Makes leases last longer; how many of these there still are.
     *
     * @param owner whose they are
     * @param recipientIds on whom
     */
    int renew(String owner, Collection<Long> recipientIds, Instant until);

    /**
     * Gives leases back of recipients that were not tried after all; how many there still were.
     *
     * @param owner whose leases they are
     * @param recipientIds the recipients
     * @param next when they are due again
     */
    int giveBack(String owner, Collection<Long> recipientIds, Instant next);

    /** Messages in the order in which they came, with all their recipients. */
    List<QueuedMail> list(long afterId, int most);

    /** What a page of messages is sorted by. */
    enum Order {
        CREATED,
        SENDER
    }

    /**
     * Which messages are looked for.
     *
     * @param text what the sender or a recipient has in it, whatever its case; empty for all
     */
    record Search(String text, Order order, boolean isDescending, int offset, int most) {}

    /**
     * Some of them.
     *
     * @param total how many there are in all, as {@link Paging} counts them
     */
    record Page(long total, List<QueuedMail> rows) {}

    /** A page of messages, with all their recipients. */
    Page page(Search search);

    /** One message with all its recipients. */
    Optional<QueuedMail> find(long id);

    /** Holds messages back, or lets them go again; how many recipients that was true of. */
    int hold(Collection<Long> ids, boolean isHeld);

    /** Makes messages due now; how many recipients that was true of. */
    int retry(Collection<Long> ids, Instant now);

    /** Has messages go back to their senders at the next look, with whoever has not got them; how many recipients that was true of. */
    int bounce(Collection<Long> ids, Instant now);

    /** Removes messages without a word to anybody; how many there were. What is being sent at the moment stays. */
    int delete(Collection<Long> ids, Instant now);
}
