package org.jdbmail.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients note about mailboxes and the server ({@code jdbmail_annotation}; RFC 5464). */
public interface Annotations {
    /** Stands for the server in place of a mailbox's id. */
    long SERVER = 0;

    /** The most entries that a mailbox, or the server, keeps for all, and as many for each user (RFC 5464 §4.1: at least 10). */
    int MOST = 100;

    /** The longest value, in octets (RFC 5464 §4.1: at least 1,024). */
    int LONGEST = 65_536;

    /**
     * A note.
     *
     * @param entry its name in lower case with its scope, such as {@code /shared/comment}
     */
    @SuppressWarnings("ArrayRecordComponent") // octets that are never changed; notes aren't compared
    record Annotation(String entry, byte[] value) {}

    /** What all users, and this one, noted about mailboxes, by mailbox; those without a note are left out. By entry. */
    Map<Long, List<Annotation>> of(Collection<Long> mailboxIds, long userId);

    /**
     * Changes notes about a mailbox or the server, all or none.
     *
     * @param values by entry, in lower case with its scope; null takes a note away
     * @throws org.jdbmail.core.mail.Refusal LIMIT if there would be more than {@link #MOST}
     */
    void change(long mailboxId, long userId, Map<String, byte @Nullable []> values);

    /** Copies all notes about a mailbox to another that has none, those of all users (RFC 5464 §4.1, rename of INBOX). */
    void copy(long fromMailboxId, long toMailboxId);
}
