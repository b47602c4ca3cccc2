package org.jdbmail.core.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages in mailboxes ({@code dbmail_messages}, {@code dbmail_keywords}). Every method that changes something takes
 * the mailbox row's lock by raising {@code dbmail_mailboxes.seq} once, gives that value to the rows it changes, and wakes
 * the watchers of the mailbox after the commit. UIDs that are not in the mailbox, or expunged, are passed over.
 *
 * <p>UIDs count through all mailboxes of a database, so that a contiguous run of messages is a comb of numbers. Who knows
 * the mailbox's UIDs may give a range that covers the numbers between two of them; a set of many ranges costs more.
 */
public interface Messages {
    /**
     * Where a mailbox stands.
     *
     * @param seq {@code dbmail_mailboxes.seq}, the HIGHESTMODSEQ
     * @param uidNext never falls
     * @param purgedSeq tombstones with a modseq up to this one may be gone
     */
    record State(long seq, long uidNext, long purgedSeq) {}

    /** How STORE changes flags (RFC 3501 §6.4.6). */
    enum FlagMode {
        REPLACE,
        ADD,
        REMOVE
    }

    /**
     * What STORE did.
     *
     * @param seq the mailbox's seq afterwards, which the changed messages have as MODSEQ
     * @param changed UIDs whose flags are now different
     * @param conflicting UIDs left alone since their MODSEQ was above {@code unchangedSince} (RFC 7162 §3.1.3)
     */
    record Stored(long seq, NumberSet changed, NumberSet conflicting) {}

    /** One message copied: its UID here and its UID there. */
    record Copied(long sourceUid, long uid) {}

    /** Where a message is, and what it is. */
    record Whereabouts(long mailboxId, long physId) {}

    /** Where the visible message with that UID is; UIDs are of one row of numbers for all mailboxes. */
    Optional<Whereabouts> whereIs(long uid);

    /**
     * What POP3 needs of a message.
     *
     * @param uniqueId {@code unique_id}, at most 70 printable characters
     * @param size octets as served, or -1 where not known before it is read
     */
    record PopMessage(long uid, long physId, long size, String uniqueId) {}

    /** How many messages are taken out in one transaction: nobody else waits long for it, however many there are in all. */
    int PIECE = 500;

    /**
     * The same messages as one user meets them who has a {@code \\Seen} of its own: {@link #changesSince} tells that one, and
     * {@link #store} changes it. All else is common, also what a copy is flagged with.
     *
     * @param userId 0 for the {@code \\Seen} that is the message's own
     */
    Messages asSeenBy(long userId);

    /** {@link State#seq} of a mailbox, by the smallest of statements; empty if there is no such mailbox. */
    Optional<Long> seq(long mailboxId);

    /**
     * Gives everything that changed since a seq to the sink, in ascending order of UID: with {@code since} 0 all visible
     * messages and no tombstones; otherwise every message with a MODSEQ above it, tombstones too, with all their
     * keywords.
     *
     * @return the state that the sink has then been brought to; empty if there is no such mailbox
     */
    Optional<State> changesSince(long mailboxId, long since, MessageSink sink);

    /**
     * The UIDs that were expunged with a MODSEQ above {@code since}, as far as their tombstones are there still: all of them where
     * {@code since} is not below {@link State#purgedSeq}.
     */
    NumberSet expungedSince(long mailboxId, long since);

    /** Changes flags. With {@code unchangedSince} only where the MODSEQ is not above it. */
    Stored store(long mailboxId, NumberSet uids, FlagMode mode, FlagSet flags, @Nullable Long unchangedSince);

    /**
     * Copies messages with flags, keywords and internal date; they are recent in the target.
     *
     * @param chargedUserId whose quota it counts against
     * @return in ascending order of source UID
     * @throws org.jdbmail.core.mail.Refusal OVER_QUOTA, NOT_FOUND for the target
     */
    List<Copied> copy(long sourceMailboxId, NumberSet uids, long targetMailboxId, long chargedUserId);

    /** As copy, and expunges the copied messages from the source, in one transaction (RFC 6851); no quota check needed. */
    List<Copied> move(long sourceMailboxId, NumberSet uids, long targetMailboxId, long chargedUserId);

    /**
     * Expunges: messages become tombstones and their octets go back to the mailbox owner's quota.
     *
     * @param uids only these
     * @param onlyDeleted of these, only those with {@code \Deleted}
     * @return what was expunged
     */
    NumberSet expunge(long mailboxId, NumberSet uids, boolean onlyDeleted);

    /**
     * Notes that messages came into their mailbox at another time than their internal date tells. Copies and moved messages are
     * noted by themselves.
     */
    void noteSaved(Collection<Long> uids, Instant when);

    /**
     * When messages came into a mailbox, in seconds since 1970, by UID (RFC 8514): of those only whose internal date doesn't tell it.
     */
    Map<Long, Long> saveTimes(long mailboxId);

    /**
     * Claims the {@code \Recent} messages of a mailbox for one session: of several that ask, one gets each. Raises no seq.
     *
     * @param fromUid messages with smaller UIDs are left as they are, and not looked at
     */
    NumberSet claimRecent(long mailboxId, long fromUid);

    /**
     * The {@code unique_id}s of messages, expunged ones too, by UID: at most 70 printable characters, by which POP3 knows them again.
     */
    Map<Long, String> uniqueIds(long mailboxId, NumberSet uids);

    /**
     * The UID of the newest message that POP3 has given out, here or by DBMail, as {@link #noteRetrieved} notes it; 0 for none.
     */
    long lastRetrieved(long mailboxId);

    /** Notes that POP3 has given messages out, which is seen by POP3 only: raises no seq. */
    void noteRetrieved(long mailboxId, NumberSet uids);

    /** The messages that were brought into a mailbox by {@link Store#takeIn}, and what they were before: UIDs by origin. */
    Map<String, Long> origins(long mailboxId);

    /** The visible messages for POP3, in ascending order of UID. */
    List<PopMessage> popMessages(long mailboxId);
}
