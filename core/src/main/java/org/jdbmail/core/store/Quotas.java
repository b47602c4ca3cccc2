package org.jdbmail.core.store;

import java.util.Optional;

/** What an account uses and may use ({@code dbmail_users}, {@code jdbmail_quota}; RFC 9208 §5). */
public interface Quotas {
    /**
     * The most that an account may keep; 0 for no limit.
     *
     * @param octets of messages
     * @param messages how many messages
     * @param mailboxes how many mailboxes
     */
    record Limits(long octets, long messages, long mailboxes) {
        /** Whether there is any. */
        public boolean isAny() {
            return octets > 0 || messages > 0 || mailboxes > 0;
        }
    }

    /**
     * An account's quota.
     *
     * @param login its name, which names the quota
     * @param octets that its messages have
     * @param messages how many messages there are
     * @param mailboxes how many mailboxes it owns
     */
    record Usage(String login, long octets, long messages, long mailboxes, Limits limits) {}

    /** What that account uses; counts its messages. */
    Optional<Usage> of(long userId);

    /** @throws org.jdbmail.core.mail.Refusal OVER_QUOTA if the account has as many mailboxes as it may */
    void requireRoomForMailbox(long userId);

    /** @throws org.jdbmail.core.mail.Refusal OVER_QUOTA if the account may not keep so many messages more */
    void requireRoomForMessages(long userId, long more);

    /** Sets all limits of an account anew. */
    void limit(long userId, Limits limits);
}
