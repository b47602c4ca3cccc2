package org.jdbmail.core.delivery;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.count.Tally;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.watch.About;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.mime.bytes.MessageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages: says whether a recipient can be taken, and carries out for those that were what is to happen. Where an
 * address leads says {@link RecipientResolver}; what happens to a message for each account that it leads to say the
 * {@link Decider}s, in a list of {@link Action}s; what these leave is committed in one transaction.
 *
 * <p>A recipient counts as delivered only when all is done that is due for it; otherwise nothing is, so that a peer who tries
 * again makes nothing twice.
 */
public final class DeliveryService {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);
    private final Store store;
    private final RecipientResolver resolver;
    private final List<Decider> deciders;
    private final DeliveryOptions options;
    private final PortionMaker.Surroundings around;
    private final SrsSecrets secrets;
    private final RecentRecipients recent;
    private final Runnable queued;
    private final Tracer tracer;
    private final Tally tally = new Tally();

    /**
     * A service that finds recipients by that resolver and stores there.
     *
     * @param deciders say what happens to a message for an account, one after the other; with none it is kept
     * @param queued told after mail was put into the queue; returns at once
     */
    public DeliveryService(
            Store store, RecipientResolver resolver, List<Decider> deciders, DeliveryOptions options, Runnable queued) {
        this(store, resolver, deciders, options, queued, Tracer.NONE);
    }

    /** As above, and tells of each delivery. */
    public DeliveryService(
            Store store,
            RecipientResolver resolver,
            List<Decider> deciders,
            DeliveryOptions options,
            Runnable queued,
            Tracer tracer) {
        this.tracer = tracer;
        this.store = store;
        this.resolver = resolver;
        this.deciders = List.copyOf(deciders);
        this.options = options;
        this.secrets = new SrsSecrets(store, options.secrets(), InstantSource.system());
        this.around = new PortionMaker.Surroundings(
                new PlaceFinder(store), options, new Reports(options.hostname(), options.postmaster()), secrets);
        this.recent = new RecentRecipients(options.memory());
        this.queued = queued;
    }

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
        return switch (resolve(address)) {
            case Resolution.Found found -> {
                found.forwards().forEach(this::check);
                if (!hasRoom(found, mail)) {
                    throw new Refusal(Reason.OVER_QUOTA, "has no room left");
                }
                recent.remember(address, found);
                yield new Recipient(address, parameters, found);
            }
            case Resolution.Unknown() -> throw new Refusal(Reason.NOT_FOUND, "is not known here");
            case Resolution.Disabled() -> throw new Refusal(Reason.NO_PERMISSION, "is disabled");
            case Resolution.Endless() -> throw new Refusal(Reason.INVALID, "is an alias that leads round in a circle");
        };
    }

    /**
     * Takes a recipient elsewhere, whose message only travels through here. That anybody may send there is for the caller to decide.
     *
     * @throws Refusal UNAVAILABLE if this server does not send mail
     */
    public Recipient onward(EnvelopeAddress address, RecipientParameters parameters) {
        Forward onward = new Forward.Onward(address);
        check(onward);
        return new Recipient(address, parameters, new Resolution.Found(List.of(), List.of(onward)));
    }

    /** Whether an address, in whatever domain, stands for others by tables that hold before the database's. */
    public boolean isVirtual(EnvelopeAddress address) {
        return resolver.isVirtual(address);
    }

    /** Whether mail for an address gets to that account. */
    public boolean leadsTo(EnvelopeAddress address, long userId) {
        return resolver.resolve(address) instanceof Resolution.Found found
                && found.targets().stream().anyMatch(target -> target.user().id() == userId);
    }

    /** Where mail for an address gets to. */
    public enum Leads {
        /** To accounts, perhaps among others. */
        TO_ACCOUNTS,
        /** Elsewhere, or to nobody for a reason of its own. */
        ELSEWHERE,
        /** Nobody has it. */
        NOWHERE
    }

    /** Where mail for an address of a domain of ours gets to. */
    public Leads leadsTo(EnvelopeAddress address) {
        return switch (resolver.resolve(address)) {
            case Resolution.Found found -> found.targets().isEmpty() ? Leads.ELSEWHERE : Leads.TO_ACCOUNTS;
            case Resolution.Unknown() -> Leads.NOWHERE;
            case Resolution.Disabled(), Resolution.Endless() -> Leads.ELSEWHERE;
        };
    }

    private Resolution resolve(EnvelopeAddress address) {
        List<String> believed = Srs.isRewritten(address) ? secrets.believed() : List.of();
        if (believed.isEmpty()) {
            return resolver.resolve(address);
        }
        // What we did not write, or too long ago, means nobody: not even whoever gets all that a domain has nobody for.
        return new Srs(believed)
                .original(address, Instant.now())
                .<Resolution>map(original -> new Resolution.Found(List.of(), List.of(new Forward.ToAddress(original))))
                .orElseGet(Resolution.Unknown::new);
    }

    /** A forward that we cannot do must not be forgotten: the peer keeps the message until we can. */
    private void check(Forward forward) {
        boolean isPossible = switch (forward) {
            case Forward.ToAddress ignored -> options.canSend();
            case Forward.Onward ignored -> options.canSend();
            case Forward.ToCommand ignored -> options.canPipe();
            case Forward.ToFile ignored -> options.canPipe();
        };
        if (!isPossible) {
            throw new Refusal(
                    Reason.UNAVAILABLE, "is forwarded, but this server is not set up to send mail or to run programs");
        }
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
        MessageBytes bytes;
        try {
            bytes = spool.bytes();
        } catch (Refusal refusal) {
            return About.message(envelope.id(), () -> {
                List<Outcome> outcomes = all(envelope, refusal);
                log(envelope, spool.size(), outcomes);
                return outcomes;
            });
        }
        return deliver(envelope, bytes, received);
    }

    /** As above, with the message's octets. */
    public List<Outcome> deliver(Envelope envelope, MessageBytes bytes, Instant received) {
        return About.message(
                envelope.id(),
                () -> tracer.in(
                        "deliver",
                        Map.of(
                                About.MESSAGE,
                                envelope.id(),
                                "recipients",
                                Integer.toString(envelope.recipients().size()),
                                "octets",
                                Long.toString(bytes.size())),
                        () -> delivered(envelope, bytes, received)));
    }

    private List<Outcome> delivered(Envelope envelope, MessageBytes bytes, Instant received) {
        List<Outcome> outcomes;
        try {
            outcomes = carryOut(envelope, PreparedMessage.prepare(bytes), received);
        } catch (Refusal refusal) {
            outcomes = all(envelope, refusal);
        } catch (UncheckedIOException e) {
            LOG.warn("{}: the message cannot be read", envelope.id(), e);
            outcomes = all(envelope, new Refusal(Reason.UNAVAILABLE, "cannot be delivered to now", e));
        }
        outcomes.forEach(this::count);
        log(envelope, bytes.size(), outcomes);
        return outcomes;
    }

    private void count(Outcome outcome) {
        tally.add(
                "",
                switch (outcome) {
                    case Outcome.Delivered() -> "delivered";
                    case Outcome.Refused(Refusal refusal) ->
                        refusal.reason().name().toLowerCase(Locale.ROOT);
                });
    }

    /** Recipients by what became of them: {@code delivered}, or the reason why not. */
    public Tally tally() {
        return tally;
    }

    private static List<Outcome> all(Envelope envelope, Refusal refusal) {
        return envelope.recipients().stream()
                .<Outcome>map(recipient -> new Outcome.Refused(refusal))
                .toList();
    }

    private List<Outcome> carryOut(Envelope envelope, PreparedMessage message, Instant received) {
        List<Recipient> recipients = new ArrayList<>(envelope.recipients());
        Plan plan = new Plan(message, received);
        for (int i = 0; i < recipients.size(); i++) {
            plan(plan, i, envelope, recipients.get(i), message, received);
        }
        carryOut(plan);
        Plan afresh = afresh(plan, envelope, message, received);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < recipients.size(); i++) {
            outcomes.add((plan.isGone(i) ? afresh : plan).outcome(i));
        }
        return outcomes;
    }

    private void carryOut(Plan plan) {
        if (plan.carryOut(store)) {
            queued.run();
        }
    }

    /**
     * Where a mailbox went away since the recipient was named, the INBOX takes its place; where the account did, the address
     * may mean another by now, or nobody.
     */
    private Plan afresh(Plan first, Envelope envelope, PreparedMessage message, Instant received) {
        Plan again = new Plan(message, received);
        for (int i = 0; i < envelope.recipients().size(); i++) {
            if (first.isGone(i)) {
                Recipient recipient = envelope.recipients().get(i);
                recent.forget(recipient.address());
                try {
                    Recipient now = accept(recipient.address(), recipient.parameters(), envelope.parameters());
                    plan(again, i, envelope, now, message, received);
                } catch (Refusal refusal) {
                    again.refuse(i, refusal);
                }
            }
        }
        carryOut(again);
        return again;
    }

    private void plan(
            Plan plan, int index, Envelope envelope, Recipient recipient, PreparedMessage message, Instant received) {
        PortionMaker maker = new PortionMaker(around, plan.contents(), envelope, recipient, received);
        try {
            for (Target target : recipient.meaning().targets()) {
                maker.add(target, decide(new Arrival(envelope, recipient, target, message, received)));
            }
            recipient.meaning().forwards().forEach(maker::add);
            plan.add(index, maker.portion());
        } catch (Refusal refusal) {
            plan.refuse(index, refusal);
        }
    }

    private List<Action> decide(Arrival arrival) {
        List<Action> actions = List.of(Action.Keep.PLAIN);
        for (Decider decider : deciders) {
            try {
                actions = decider.decide(arrival, actions);
            } catch (Refusal refusal) {
                throw refusal;
            } catch (RuntimeException e) {
                LOG.error(
                        "{}: what to do for {} could not be decided; without that it goes on",
                        arrival.envelope().id(),
                        arrival.target().user().login(),
                        e);
            }
        }
        return actions;
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
