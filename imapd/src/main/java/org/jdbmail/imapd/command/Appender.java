package org.jdbmail.imapd.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.FlagRights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Replaced;
import org.jdbmail.imapd.proto.NewMessage;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts messages that a client brings into a mailbox: all of them, or none. Every octet is kept, NUL and bare line ends, too. */
final class Appender {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    private final Session session;
    private final MailboxAccess access;
    private final @Nullable SessionView view;
    private final long seer;

    /** @throws Refusal NOT_FOUND, NO_PERMISSION */
    Appender(Session session, MailboxName name) {
        this.session = session;
        this.access = session.store().look(tx -> session.mailboxes().findWith(tx, name, Right.INSERT));
        this.seer = session.seer(access.mailbox());
        // The session's view of that mailbox, if it is the one that is selected.
        this.view = session.state() == State.SELECTED
                        && session.selected().mailbox().id() == access.mailbox().id()
                ? session.selected().view()
                : null;
    }

    /**
     * Puts them there, in one transaction (RFC 3502 §6.3.11): whatever goes wrong, all are there or none is.
     *
     * @param messages at least one
     * @param bytes their octets, in the same order
     * @return their UIDs
     * @throws Refusal LIMIT for keywords, OVER_QUOTA, NOT_FOUND if the mailbox was deleted meanwhile
     */
    long[] append(List<NewMessage> messages, List<MessageBytes> bytes) {
        return append(messages, bytes, null);
    }

    /**
     * As above.
     *
     * @param replaced what is expunged in the same transaction; null for nothing
     * @throws Refusal EXPUNGED if that is gone, too
     */
    long[] append(List<NewMessage> messages, List<MessageBytes> bytes, @Nullable Replaced replaced) {
        messages.forEach(message -> FlagRights.checkKeywords(message.flags()));
        checkNewKeywords(messages);
        checkCount(messages.size());
        // What a session puts into the mailbox that it has selected is recent for itself, and claimed as it is stored.
        boolean claimed = view != null && view.claims();
        List<Delivery.Content> contents = new ArrayList<>();
        List<Placement> places = new ArrayList<>();
        for (NewMessage message : messages) {
            places.add(new Placement(contents.size(), destination(message, !claimed), null));
            contents.add(content(message, bytes.get(contents.size())));
        }
        long mark = view == null ? 0 : view.index().mark();
        Delivery delivery =
                new Delivery(contents, List.of(new Portion(places, List.of(), List.of(), List.of(), replaced)));
        List<Delivered.Stored> stored =
                switch (session.store().deliver(delivery).getFirst()) {
                    case PortionOutcome.Done done -> done.stored();
                    case PortionOutcome.Refused(Refusal refusal) -> throw refusal;
                };
        if (view != null) {
            tell(view, delivery, stored, claimed, mark);
        }
        noteSaved(messages, stored);
        noteSeen(messages, stored);
        return stored.stream().mapToLong(Delivered.Stored::uid).toArray();
    }

    /** What STORE holds to (RFC 3501 §7.1, PERMANENTFLAGS), as far as it is known which keywords the mailbox has. */
    private void checkNewKeywords(List<NewMessage> messages) {
        Set<String> brought = new HashSet<>();
        messages.forEach(message -> brought.addAll(flags(message).keywords()));
        if (!brought.isEmpty()) {
            keywordsInUse().ifPresent(inUse -> FlagRights.checkNewKeywords(new FlagSet(0, brought), inUse));
        }
    }

    private Optional<List<String>> keywordsInUse() {
        return view != null
                ? Optional.of(view.told().keywordsInUse())
                : session.shared().indexes().keywordsInUse(access.mailbox().id());
    }

    private Destination destination(NewMessage message, boolean recent) {
        FlagSet flags = flags(message);
        return new Destination(
                access.mailbox().id(),
                access.mailbox().ownerId(),
                seer == 0 ? flags : flags.minus(FlagSet.of(Flag.SEEN)),
                recent);
    }

    private FlagSet flags(NewMessage message) {
        return FlagRights.allowed(access.rights()::has, message.flags());
    }

    private Delivery.Content content(NewMessage message, MessageBytes bytes) {
        Long given = message.date();
        return new Delivery.Content(
                session.work().takeApart(bytes, PreparedMessage::prepare),
                given == null ? Instant.now() : Instant.ofEpochSecond(given));
    }

    /** Lets the session's own view know, without a look where that is possible. */
    private static void tell(
            SessionView view, Delivery delivery, List<Delivered.Stored> stored, boolean claimed, long mark) {
        if (stored.size() == 1) {
            Delivery.Content content = delivery.contents().getFirst();
            Placement place = delivery.portions().getFirst().places().getFirst();
            view.index()
                    .appended(
                            stored.getFirst(),
                            content.message().size(),
                            content.internalDate(),
                            place.destination(),
                            mark);
        } else {
            // All of them have one MODSEQ, so that one by one they could not be told from each other.
            view.index().changed();
        }
        if (claimed) {
            stored.forEach(message -> view.own(message.uid()));
        }
    }

    /** RFC 9208 §5.3: how many messages the owner of the mailbox may keep. */
    private void checkCount(int more) {
        long owner = access.mailbox().ownerId();
        session.store().look(tx -> {
            tx.quotas().requireRoomForMessages(owner, more);
            return more;
        });
    }

    /**
     * RFC 8514 §3: where the internal date is not the time at which a message came, that is kept beside it. The messages are
     * there already; where this fails their internal date has to do.
     */
    private void noteSaved(List<NewMessage> messages, List<Delivered.Stored> stored) {
        List<Long> dated = IntStream.range(0, messages.size())
                .filter(i -> messages.get(i).date() != null)
                .mapToObj(i -> stored.get(i).uid())
                .toList();
        if (dated.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        try {
            session.store().write(tx -> {
                tx.messages().noteSaved(dated, now);
                return dated;
            });
        } catch (Refusal refusal) {
            LOG.warn("{}: when messages were saved can't be noted: {}", session.connection(), refusal.text());
        }
    }

    /** Where the user has a {@code \\Seen} of its own, that is what was meant. */
    private void noteSeen(List<NewMessage> messages, List<Delivered.Stored> stored) {
        long[] seen = IntStream.range(0, messages.size())
                .filter(i -> seer != 0 && flags(messages.get(i)).has(Flag.SEEN))
                .mapToLong(i -> stored.get(i).uid())
                .toArray();
        if (seen.length == 0) {
            return;
        }
        try {
            session.store()
                    .write(tx -> tx.messages()
                            .asSeenBy(seer)
                            .store(
                                    access.mailbox().id(),
                                    NumberSet.of(seen),
                                    FlagMode.ADD,
                                    FlagSet.of(Flag.SEEN),
                                    null));
        } catch (Refusal refusal) {
            LOG.warn("{}: that messages were read can't be noted: {}", session.connection(), refusal.text());
        }
        if (view != null) {
            view.index().changed();
        }
    }

    /** APPENDUID; null where the user may not open the mailbox, of which nothing is told then (RFC 4315 §3). */
    @Nullable
    ResponseCode code(long[] uids) {
        return access.rights().has(Right.READ)
                ? new ResponseCode.AppendUid(access.mailbox().id(), uids)
                : null;
    }
}
