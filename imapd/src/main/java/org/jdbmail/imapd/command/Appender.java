package org.jdbmail.imapd.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.FlagRights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.User;
import org.jdbmail.imapd.proto.NewMessage;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** Puts messages that a client brings into a mailbox: all of them, or none. Every octet is kept, NUL and bare line ends, too. */
final class Appender {
    private final Session session;
    private final MailboxAccess access;
    private final @Nullable SessionView view;

    /** @throws Refusal NOT_FOUND, NO_PERMISSION */
    Appender(Session session, MailboxName name) {
        this.session = session;
        this.access = session.store().look(tx -> session.mailboxes().findWith(tx, name, Right.INSERT));
        // The session's view of that mailbox, if it is the one that is selected.
        this.view = session.state() == State.SELECTED
                        && session.selected().mailbox().id() == access.mailbox().id()
                ? session.selected().view()
                : null;
    }

    /**
     * Puts them there.
     *
     * @return their UIDs
     * @throws Refusal LIMIT for keywords, OVER_QUOTA, NOT_FOUND if the mailbox was deleted meanwhile
     */
    long[] append(List<NewMessage> messages) {
        long octets = 0;
        for (NewMessage message : messages) {
            FlagRights.checkKeywords(message.flags());
            octets += message.literal().size();
        }
        checkCount(messages.size());
        if (messages.size() > 1) {
            checkQuota(octets);
        }
        List<Long> uids = new ArrayList<>();
        List<Long> dated = new ArrayList<>();
        boolean whole = false;
        try {
            for (NewMessage message : messages) {
                long uid = append(message);
                uids.add(uid);
                if (message.date() != null) {
                    dated.add(uid);
                }
            }
            noteSaved(dated);
            whole = true;
        } finally {
            if (!whole && !uids.isEmpty()) {
                takeBack(toArray(uids));
            }
        }
        return toArray(uids);
    }

    private static long[] toArray(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** RFC 9208 §5.3: how many messages the owner of the mailbox may keep. */
    private void checkCount(int more) {
        long owner = access.mailbox().ownerId();
        session.store().look(tx -> {
            tx.quotas().requireRoomForMessages(owner, more);
            return more;
        });
    }

    /** Of several messages none is put there if not all have room (RFC 3502 §6.3.11). */
    private void checkQuota(long octets) {
        long owner = access.mailbox().ownerId();
        User user = session.store().look(tx -> tx.users().find(owner)).orElse(null);
        if (user != null && user.quota() > 0 && user.used() + octets > user.quota()) {
            throw new Refusal(Reason.OVER_QUOTA, "The messages would pass the quota");
        }
    }

    /** RFC 8514 §3: where the internal date is not the time at which a message came, that is kept beside it. */
    private void noteSaved(List<Long> uids) {
        if (!uids.isEmpty()) {
            Instant now = Instant.now();
            session.store().write(tx -> {
                tx.messages().noteSaved(uids, now);
                return uids;
            });
        }
    }

    private void takeBack(long[] uids) {
        NumberSet set = NumberSet.of(uids);
        session.store().write(tx -> tx.messages().expunge(access.mailbox().id(), set, false));
        if (view != null) {
            view.index().changed();
        }
    }

    private long append(NewMessage message) {
        // What a session puts into the mailbox that it has selected is recent for itself, and claimed as it is stored.
        boolean claimed = view != null && view.claims();
        Destination destination = new Destination(
                access.mailbox().id(),
                access.mailbox().ownerId(),
                FlagRights.allowed(access.rights()::has, message.flags()),
                !claimed);
        Long given = message.date();
        Instant date = given == null ? Instant.now() : Instant.ofEpochSecond(given);
        PreparedMessage prepared = PreparedMessage.prepare(message.literal().bytes());
        long mark = view == null ? 0 : view.index().mark();
        return switch (session.store()
                .deliver(prepared, date, List.of(destination))
                .getFirst()) {
            case Delivered.Stored stored -> {
                if (view != null) {
                    view.index().appended(stored, prepared.size(), date, destination, mark);
                    if (claimed) {
                        view.own(stored.uid());
                    }
                }
                yield stored.uid();
            }
            case Delivered.Refused refused -> throw refused.refusal();
        };
    }

    /** APPENDUID; null where the user may not open the mailbox, of which nothing is told then (RFC 4315 §3). */
    @Nullable
    ResponseCode code(long[] uids) {
        return access.rights().has(Right.READ)
                ? new ResponseCode.AppendUid(access.mailbox().id(), uids)
                : null;
    }
}
