package org.jdbmail.core.mailbox;

import java.util.Comparator;
import java.util.List;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from one mailbox to another, by COPY or MOVE. Whoever carries one out has checked the rights: on the
 * source those of the session, on the target {@link org.jdbmail.core.mail.Right#INSERT}.
 *
 * @param source id of the mailbox that they are in
 * @param uids which; may name numbers that no message has
 * @param count how many messages these are, as far as the user knows
 * @param target the mailbox that they are to go to, with the user's rights on it
 * @param move whether they leave the source
 * @param whole whether all of them must be there still
 * @param seen what the user has read of them, where it has a {@code \\Seen} of its own here or there; null where it has none
 */
public record Transfer(
        long source,
        NumberSet uids,
        int count,
        MailboxAccess target,
        boolean move,
        boolean whole,
        @Nullable Seen seen) {
    /**
     * @param uids UIDs of those that the user has read
     * @param seer who has a {@code \\Seen} of its own in the target; 0 for nobody
     */
    public record Seen(NumberSet uids, long seer) {}

    /** Where {@code \\Seen} is common. */
    public Transfer(long source, NumberSet uids, int count, MailboxAccess target, boolean move, boolean whole) {
        this(source, uids, count, target, move, whole, null);
    }

    /**
     * Copies or moves them. Flags that the user has no right to set there are not set on the copies (RFC 4314 §4).
     *
     * @param keywords those that the messages may have
     * @throws Refusal EXPUNGED if some are gone and all were wanted; OVER_QUOTA, NOT_FOUND for the target
     */
    public List<Copied> run(Tx tx, List<String> keywords) {
        Messages messages = tx.messages();
        long targetId = target.mailbox().id();
        long chargedId = target.mailbox().ownerId();
        if (!move) {
            tx.quotas().requireRoomForMessages(chargedId, count);
        }
        List<Copied> copied = move
                ? messages.move(source, uids, targetId, chargedId)
                : messages.copy(source, uids, targetId, chargedId);
        // RFC 3501 §6.4.7: all or nothing.
        if (whole && copied.size() < count) {
            throw new Refusal(Reason.EXPUNGED, "Some of the messages are gone");
        }
        dropFlags(messages, copied, forbidden(keywords));
        if (seen != null && !copied.isEmpty()) {
            carrySeen(messages, copied, seen);
        }
        return copied;
    }

    /** What the user has read is read by the user there, and nothing else: what others have read is their affair. */
    private void carrySeen(Messages messages, List<Copied> copied, Seen mine) {
        boolean may = target.rights().has(FlagRights.right(Flag.SEEN));
        NumberSet.Builder read = new NumberSet.Builder();
        NumberSet.Builder all = new NumberSet.Builder();
        copied.stream().sorted(Comparator.comparingLong(Copied::uid)).forEach(one -> {
            all.add(one.uid());
            if (may && mine.uids.contains(one.sourceUid())) {
                read.add(one.uid());
            }
        });
        FlagSet flag = FlagSet.of(Flag.SEEN);
        long mailboxId = target.mailbox().id();
        messages.store(mailboxId, all.build(), FlagMode.REMOVE, flag, null);
        messages.asSeenBy(mine.seer).store(mailboxId, read.build(), FlagMode.ADD, flag, null);
    }

    private FlagSet forbidden(List<String> keywords) {
        FlagSet all = FlagSet.of(FlagSet.of(Flag.values()).system(), keywords);
        return all.minus(FlagRights.allowed(target.rights()::has, all));
    }

    private void dropFlags(Messages messages, List<Copied> copied, FlagSet forbidden) {
        if (!copied.isEmpty() && !forbidden.equals(FlagSet.NONE)) {
            NumberSet copies =
                    NumberSet.of(copied.stream().mapToLong(Copied::uid).toArray());
            messages.store(target.mailbox().id(), copies, FlagMode.REMOVE, forbidden, null);
        }
    }
}
