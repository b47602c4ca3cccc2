package org.jdbmail.core.delivery;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages: says whether a recipient can be taken, and stores a message for those that were. What happens to a
 * message for one recipient is decided in {@link #places}, which today knows only mailboxes; what else a delivery may do
 * (forward, filter, answer) is decided there and carried out around the one call that stores.
 *
 * <p>A recipient counts as delivered only when the message is everywhere where it belongs for this recipient. Where an
 * alias stands for several accounts and one of them refuses, the peer is told so although others have it: it may come
 * twice, but is not lost.
 */
public final class DeliveryService {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);
    private static final Delivered NOT_YET =
            new Delivered.Refused(new Refusal(Reason.UNAVAILABLE, "cannot be delivered to now"));

    private final Store store;
    private final RecipientResolver resolver;
    private final Inboxes inboxes;
    private final RecentRecipients recent;

    /**
     * A service that finds recipients by that resolver and stores there.
     *
     * @param memory how long it may rely on where an address led before it looks again; zero for not at all
     */
    public DeliveryService(Store store, RecipientResolver resolver, Duration memory) {
        this.store = store;
        this.resolver = resolver;
        this.inboxes = new Inboxes(store);
        this.recent = new RecentRecipients(memory);
    }

    /** A mailbox and whose quota what is put there counts against. */
    private record Place(long mailboxId, long userId) {}

    /**
     * Takes a recipient, before the message is there.
     *
     * @throws Refusal NOT_FOUND if nobody has the address; NO_PERMISSION if it is disabled; INVALID if its aliases lead in a
     *     circle; OVER_QUOTA; UNAVAILABLE when we cannot know, or when the mail would have to be forwarded
     */
    public Recipient accept(EnvelopeAddress address, RecipientParameters parameters, MailParameters mail) {
        Resolution.Found known = recent.find(address);
        if (known != null && hasRoom(known, mail)) {
            return new Recipient(address, parameters, known);
        }
        return switch (resolver.resolve(address)) {
            case Resolution.Found found -> {
                // A forward that we cannot do must not be forgotten: the peer keeps the message until we can.
                if (!found.forwards().isEmpty()) {
                    throw new Refusal(Reason.UNAVAILABLE, "is forwarded, which this server does not do yet");
                }
                if (!hasRoom(found, mail)) {
                    throw new Refusal(Reason.OVER_QUOTA, "has no room left");
                }
                recent.remember(address, found);
                yield new Recipient(address, parameters, found);
            }
            case Resolution.Unknown() -> throw new Refusal(Reason.NOT_FOUND, "is not known here");
            case Resolution.Disabled() -> throw new Refusal(Reason.NO_PERMISSION, "is disabled");
            case Resolution.Endless() -> throw new Refusal(Reason.INVALID, "is an alias that leads nowhere");
        };
    }

    /** Whether each account takes as much as the peer has announced, or at least something. */
    private static boolean hasRoom(Resolution.Found found, MailParameters mail) {
        long octets = Math.max(1, mail.size());
        return found.targets().stream()
                .map(Target::user)
                .allMatch(user -> user.quota() <= 0 || user.used() + octets <= user.quota());
    }

    /**
     * Delivers a message; when this returns, what is told as delivered is committed.
     *
     * @param spool the message with the fields of its {@link Trace}; stays open
     * @param received when it came
     * @return what became of it for each recipient, in their order
     */
    public List<Outcome> deliver(Envelope envelope, Spool spool, Instant received) {
        List<Outcome> outcomes;
        try {
            outcomes = store(envelope, PreparedMessage.prepare(spool.bytes()), received);
        } catch (Refusal refusal) {
            outcomes = all(envelope, refusal);
        } catch (UncheckedIOException e) {
            LOG.warn("{}: the spool cannot be read", envelope.id(), e);
            outcomes = all(envelope, new Refusal(Reason.UNAVAILABLE, "cannot be delivered to now", e));
        }
        log(envelope, spool.size(), outcomes);
        return outcomes;
    }

    private static List<Outcome> all(Envelope envelope, Refusal refusal) {
        return envelope.recipients().stream()
                .<Outcome>map(recipient -> new Outcome.Refused(refusal))
                .toList();
    }

    private List<Outcome> store(Envelope envelope, PreparedMessage message, Instant received) {
        Map<Place, Delivered> results = new LinkedHashMap<>();
        List<List<Place>> byRecipient = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            List<Place> places = places(recipient);
            byRecipient.add(places);
            places.forEach(place -> results.put(place, NOT_YET));
        }
        put(message, received, new ArrayList<>(results.keySet()), results);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < byRecipient.size(); i++) {
            Outcome outcome = outcome(byRecipient.get(i), results);
            outcomes.add(isGone(outcome) ? storeAfresh(envelope, i, message, received, results) : outcome);
        }
        return outcomes;
    }

    /**
     * Where a mailbox went away since the recipient was named, the INBOX takes its place; where the account did, the address
     * may mean another by now, or nobody.
     */
    private Outcome storeAfresh(
            Envelope envelope, int index, PreparedMessage message, Instant received, Map<Place, Delivered> results) {
        Recipient recipient = envelope.recipients().get(index);
        recent.forget(recipient.address());
        try {
            List<Place> places = places(accept(recipient.address(), recipient.parameters(), envelope.parameters()));
            List<Place> missing = places.stream()
                    .filter(place -> !isStored(results.get(place)))
                    .toList();
            if (!missing.isEmpty()) {
                put(message, received, missing, results);
            }
            return outcome(places, results);
        } catch (Refusal refusal) {
            return new Outcome.Refused(refusal);
        }
    }

    /** Where the message goes for one recipient; the same place for several recipients is used once. */
    private List<Place> places(Recipient recipient) {
        return recipient.meaning().targets().stream()
                .map(target -> {
                    long user = target.user().id();
                    return new Place(target.mailboxId().orElseGet(() -> inboxes.findOrCreate(user)), user);
                })
                .toList();
    }

    private void put(PreparedMessage message, Instant received, List<Place> places, Map<Place, Delivered> results) {
        List<Destination> destinations = places.stream()
                .map(place -> Destination.plain(place.mailboxId(), place.userId()))
                .toList();
        List<Delivered> delivered = store.deliver(message, received, destinations);
        for (int i = 0; i < places.size(); i++) {
            results.put(places.get(i), delivered.get(i));
        }
    }

    private static boolean isGone(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal refusal) && refusal.reason() == Reason.NOT_FOUND;
    }

    private static boolean isStored(@Nullable Delivered delivered) {
        return delivered instanceof Delivered.Stored;
    }

    private static Outcome outcome(List<Place> places, Map<Place, Delivered> results) {
        for (Place place : places) {
            if (results.getOrDefault(place, NOT_YET) instanceof Delivered.Refused(Refusal refusal)) {
                return new Outcome.Refused(refusal);
            }
        }
        return new Outcome.Delivered();
    }

    private static void log(Envelope envelope, long size, List<Outcome> outcomes) {
        if (LOG.isInfoEnabled()) {
            long delivered = outcomes.stream()
                    .filter(Outcome.Delivered.class::isInstance)
                    .count();
            EnvelopeAddress first = envelope.recipients().getFirst().address();
            LOG.info(
                    "{}: from <{}> to <{}>{}, {} octets, delivered to {} of {}",
                    envelope.id(),
                    envelope.sender(),
                    first,
                    outcomes.size() > 1 ? " and others" : "",
                    size,
                    delivered,
                    outcomes.size());
        }
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused(Refusal refusal)) {
                LOG.warn(
                        "{}: not delivered to <{}>: {} {}",
                        envelope.id(),
                        envelope.recipients().get(i).address(),
                        refusal.reason(),
                        refusal.text());
            }
        }
    }
}
