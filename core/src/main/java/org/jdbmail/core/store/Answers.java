package org.jdbmail.core.store;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The tables that say what is done about new mail ({@code dbmail_filters}, {@code dbmail_auto_replies},
 * {@code dbmail_auto_notifications}), for those who write them; deliveries read them through {@link Rules}.
 */
public interface Answers {
    /**
     * A filter with its row's number and the account that it is for.
     *
     * @param userId the account; that of {@link User#ANYONE} for everybody
     */
    record Filter(long id, long userId, Rules.Filter rule) {}

    /**
     * An automatic reply.
     *
     * @param from the first moment at which it is given, on the server's wall
     * @param until the last one
     */
    record Reply(long userId, LocalDateTime from, LocalDateTime until, String text) {}

    /** A notice of new mail: whose mail, and the address to tell. */
    record Notice(long userId, String address) {}

    /** The filters of an account, or of all, in their order. */
    List<Filter> filters(Optional<Long> userId);

    /**
     * Adds a filter; returns its row's number.
     *
     * @throws org.jdbmail.core.mail.Refusal INVALID where the table has no room for the mailbox's name
     */
    long addFilter(long userId, Rules.Filter rule);

    /** Removes a filter; returns whether it was there. */
    boolean removeFilter(long id);

    /** The automatic reply of an account, or those of all. */
    List<Reply> replies(Optional<Long> userId);

    /** Sets the automatic reply of an account, in place of the one that it had. */
    void setReply(Reply reply);

    /** Removes the automatic reply of an account; returns whether it had one. */
    boolean removeReply(long userId);

    /** The notice of an account, or those of all. */
    List<Notice> notices(Optional<Long> userId);

    /** Sets the notice of an account, in place of the one that it had. */
    void setNotice(Notice notice);

    /** Removes the notice of an account; returns whether it had one. */
    boolean removeNotice(long userId);
}
