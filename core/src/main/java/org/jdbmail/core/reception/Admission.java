package org.jdbmail.core.reception;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.OwnFields;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a message that has come whole: looked at, completed, inspected, and put where it belongs. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Store store;
    private final DeliveryService delivery;
    private final ReceptionOptions options;
    private final BiPredicate<User, EnvelopeAddress> owns;
    private final Function<EnvelopeAddress, Recipient> added;
    private final Room room;
    private final Runnable queued;

    /**
     * The intake of a server.
     *
     * @param owns whether an address is an account's
     * @param added takes a recipient that an inspection adds
     * @param room told when nothing could be stored
     */
    Admission(
            Store store,
            DeliveryService delivery,
            ReceptionOptions options,
            BiPredicate<User, EnvelopeAddress> owns,
            Function<EnvelopeAddress, Recipient> added,
            Room room,
            Runnable queued) {
        this.room = room;
        this.store = store;
        this.delivery = delivery;
        this.options = options;
        this.owns = owns;
        this.added = added;
        this.queued = queued;
    }

    /** A message, what goes with it, and where it goes. */
    private record Inspected(Envelope envelope, MessageBytes bytes, Judgement.Place place) {}

    /** Something else is to be said, or done, than to take it. */
    private static final class Otherwise extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Receipt receipt;

        /** A result and not a fault, so without a stack trace. */
        Otherwise(Receipt receipt) {
            super(null, null, false, false);
            this.receipt = receipt;
        }
    }

    Receipt take(
            Caller caller,
            Envelope envelope,
            MessageBytes arrived,
            Instant received,
            Orders orders,
            Inspection inspection) {
        try {
            if (options.owns() && caller.login().isPresent()) {
                checkAuthors(caller.login().get(), arrived);
            }
            if (isRound(arrived)) {
                throw new Refusal(Reason.NO_PERMISSION, "the message has passed too many servers, it goes in a circle");
            }
            if (orders.isDiscarded()) {
                throw discarded(envelope, "a table says so");
            }
            Inspected inspected =
                    inspected(caller, ordered(rewritten(envelope), orders), arrived, received, orders, inspection);
            return inspected.place() == Judgement.Place.HELD || orders.isHeld()
                    ? queue(inspected.envelope(), inspected.envelope().recipients(), inspected.bytes(), received, true)
                    : deliver(inspected, received);
        } catch (Refusal refusal) {
            return new Receipt.Refused(refusal);
        } catch (Otherwise otherwise) {
            return otherwise.receipt;
        }
    }

    /** RFC 6409 §6.1: who logs in speaks for himself, in the header too. */
    private void checkAuthors(User user, MessageBytes bytes) {
        for (HeaderField field : HeaderField.named(bytes, "From")) {
            for (MailAddress each : field.addresses()) {
                String address = each.address();
                if (address != null && !owns.test(user, EnvelopeAddress.ofPlain(address))) {
                    throw new Refusal(
                            Reason.NO_PERMISSION,
                            "is from <" + address + ">, which is not an address of " + user.login());
                }
            }
        }
    }

    private static boolean isRound(MessageBytes bytes) {
        int[] hops = new int[1];
        HeaderField.each(bytes, Set.of("received"), field -> ++hops[0] <= ReceptionOptions.MOST_HOPS);
        return hops[0] > ReceptionOptions.MOST_HOPS;
    }

    private Envelope rewritten(Envelope envelope) {
        EnvelopeAddress sender = options.recipients().canonical().sender(envelope.sender());
        return sender.equals(envelope.sender()) ? envelope : envelope.with(sender, envelope.recipients());
    }

    /** The same for whom tables want it to be, which is tried again later where that can't be done. */
    private Envelope ordered(Envelope envelope, Orders orders) {
        List<Recipient> recipients = new ArrayList<>(envelope.recipients());
        try {
            orders.redirect().ifPresent(other -> {
                recipients.clear();
                recipients.add(added.apply(other));
            });
            orders.copies().forEach(copy -> recipients.add(added.apply(copy)));
        } catch (Refusal refusal) {
            LOG.warn("{}: a table wants it to go elsewhere, but {}", envelope.id(), refusal.text());
            throw new Refusal(Reason.UNAVAILABLE, "cannot go where this server wants it to", refusal);
        }
        return recipients.equals(envelope.recipients()) ? envelope : envelope.with(envelope.sender(), recipients);
    }

    /** The message as it goes on. */
    private Inspected inspected(
            Caller caller,
            Envelope envelope,
            MessageBytes arrived,
            Instant received,
            Orders orders,
            Inspection inspection) {
        TraceEnds ends = TraceEnds.of(arrived);
        boolean isOurs = caller.login().isPresent() || options.trusted().test(caller.address());
        MessageBytes came = arrived.after(ends.received());
        // Postfix's local_header_rewrite_clients: a header from elsewhere is no business of ours.
        MessageBytes message = isOurs ? options.recipients().canonical().header(came) : came;
        String missing =
                isOurs ? Fixups.missing(message, envelope.sender(), options.hostname(), envelope.id(), received) : "";
        String own = top(envelope);
        // As with Postfix, what tables put there stands above our own Received, where nobody else can have written it.
        String fields = String.join("", orders.fields());
        String trace = text(arrived, ends.own(), ends.received());
        if (inspection.equals(Inspection.SILENT)) {
            boolean isSame = missing.isEmpty()
                    && fields.isEmpty()
                    && message.equals(came)
                    && own.equals(text(arrived, 0, ends.own()));
            MessageBytes bytes =
                    isSame ? arrived : MessageBytes.joined(octets(own + fields + trace + missing), message);
            return new Inspected(envelope, bytes, Judgement.Place.USUAL);
        }
        Arriving arriving = new Arriving(
                caller,
                envelope.id(),
                envelope.sender(),
                envelope.parameters(),
                envelope.recipients().stream().map(Recipient::address).toList(),
                trace,
                MessageBytes.joined(octets(missing), message),
                received);
        return switch (ask(inspection, arriving)) {
            case Judgement.Passed passed -> {
                Envelope changed = changed(envelope, passed.envelope());
                yield new Inspected(
                        passed.place() == Judgement.Place.JUNK ? changed.asJunk() : changed,
                        MessageBytes.joined(octets(top(changed) + fields + passed.above() + trace), passed.message()),
                        passed.place());
            }
            case Judgement.Refused(SmtpReply reply) -> throw new Otherwise(new Receipt.Answered(reply));
            case Judgement.Discarded(String why) -> throw discarded(envelope, why);
        };
    }

    /** What is for mailboxes only. */
    private static String top(Envelope envelope) {
        List<EnvelopeAddress> all =
                envelope.recipients().stream().map(Recipient::address).toList();
        return new String(Trace.top(envelope.sender(), all), StandardCharsets.UTF_8);
    }

    private static String text(MessageBytes bytes, int from, int to) {
        return new String(bytes.slice(from, to), StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Otherwise discarded(Envelope envelope, String why) {
        LOG.info("{}: from <{}>, thrown away: {}", envelope.id(), envelope.sender(), why);
        return new Otherwise(new Receipt.Taken());
    }

    private static Judgement ask(Inspection inspection, Arriving arriving) {
        try {
            return inspection.message(arriving);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            LOG.error("{}: could not be inspected", arriving.id(), e);
            throw new Refusal(Reason.UNAVAILABLE, "the message cannot be looked at now", e);
        }
    }

    private Envelope changed(Envelope envelope, Judgement.Changes changes) {
        if (changes.equals(Judgement.Changes.NONE)) {
            return envelope;
        }
        List<Recipient> recipients = new ArrayList<>(envelope.recipients());
        recipients.removeIf(each -> changes.removed().stream().anyMatch(gone -> isSame(gone, each.address())));
        for (EnvelopeAddress each : changes.added()) {
            try {
                recipients.add(added.apply(each));
            } catch (Refusal refusal) {
                if (isPassing(refusal)) {
                    throw refusal;
                }
                LOG.warn("{}: <{}> was added, but {}", envelope.id(), each, refusal.text());
            }
        }
        if (recipients.isEmpty()) {
            throw discarded(envelope, "all recipients were taken away");
        }
        return envelope.with(changes.sender().orElse(envelope.sender()), recipients);
    }

    private static boolean isSame(EnvelopeAddress one, EnvelopeAddress other) {
        return one.plain().equalsIgnoreCase(other.plain());
    }

    private Receipt deliver(Inspected inspected, Instant received) {
        Envelope envelope = inspected.envelope();
        List<Outcome> outcomes = delivery.deliver(envelope, inspected.bytes(), received);
        List<Recipient> left = new ArrayList<>();
        Refusal why = null;
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused(Refusal refusal)) {
                left.add(envelope.recipients().get(i));
                // What may yet work is tried again by the client, for all.
                why = why == null || isPassing(refusal) ? refusal : why;
            }
        }
        if (why == null) {
            return new Receipt.Taken();
        }
        if (left.size() == outcomes.size()) {
            if (why.reason() == Reason.UNAVAILABLE) {
                room.failed();
            }
            return new Receipt.Refused(why);
        }
        return queue(envelope, left, inspected.bytes(), received, false);
    }

    private static boolean isPassing(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_FOUND, NO_PERMISSION, READ_ONLY, TOO_BIG, INVALID -> false;
            case OVER_QUOTA, IN_USE, LIMIT, UNAVAILABLE, CORRUPT, EXPUNGED, ALREADY_EXISTS -> true;
        };
    }

    private Receipt queue(
            Envelope envelope, List<Recipient> whom, MessageBytes bytes, Instant received, boolean isHeld) {
        Outgoing outgoing = new Outgoing(
                envelope.id(),
                0,
                OwnFields.length(bytes),
                "",
                envelope.sender(),
                envelope.parameters(),
                envelope.due(),
                whom.stream()
                        .map(each -> OutgoingRecipient.of(each.address(), each.parameters()))
                        .toList(),
                null,
                isHeld);
        Delivery.Content content = new Delivery.Content(PreparedMessage.prepare(bytes), received);
        Portion portion = new Portion(List.of(), List.of(outgoing), List.of());
        return switch (store.deliver(new Delivery(List.of(content), List.of(portion)))
                .getFirst()) {
            case PortionOutcome.Done ignored -> {
                if (isHeld) {
                    LOG.info("{}: from <{}>, held in the queue", envelope.id(), envelope.sender());
                }
                queued.run();
                yield new Receipt.Taken();
            }
            case PortionOutcome.Refused(Refusal refusal) -> new Receipt.Refused(refusal);
        };
    }
}
