package org.jdbmail.core.store;

import java.time.Instant;

/**
 * What came of an attempt to send to one recipient. It holds only if the lease is still there.
 *
 * @param recipientId the recipient
 * @param owner whose lease it is
 * @param result what came of it
 */
public record Settlement(long recipientId, String owner, Result result) {
    /** What came of it. */
    public sealed interface Result {}

    /** It is sent, or given up: it leaves the queue, and a message whose last recipient that is leaves with it. */
    public record Over() implements Result {}

    /**
     * It is to be tried again.
     *
     * @param next when
     * @param reply what the other side said
     * @param isWarned whether the sender is told of the delay, or was before
     */
    public record Later(Instant next, String reply, boolean isWarned) implements Result {}

    /** Sent, or given up. */
    public static Settlement over(long recipientId, String owner) {
        return new Settlement(recipientId, owner, new Over());
    }

    /** To be tried again. */
    public static Settlement later(long recipientId, String owner, Instant next, String reply, boolean isWarned) {
        return new Settlement(recipientId, owner, new Later(next, reply, isWarned));
    }
}
