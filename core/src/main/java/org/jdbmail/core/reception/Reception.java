package org.jdbmail.core.reception;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.domain.MailDomain;
import org.jdbmail.core.domain.MailDomains;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.watch.About;
import org.jdbmail.mime.bytes.MessageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mail from whoever brings it: for the domains that are ours or that we relay for from anyone, for all others only from those who may
 * send anywhere. One reply is for all recipients of a message (RFC 5321 §4.2.5): what then can't be done for some of them at once is put into
 * the queue, which tries again or tells the sender.
 */
public final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Store store;
    private final DeliveryService delivery;
    private final MailDomains domains;
    private final ReceptionOptions options;
    private final Inspector inspector;
    private final Admission intake;
    private final Room room;
    private final Rates rates;
    private final Rates hourly;
    private final Restrictions restrictions;

    /**
     * One for a server.
     *
     * @param delivery puts mail for our domains into mailboxes
     * @param dns answers what the restrictions ask
     * @param inspector looks at mail beside these rules
     * @param tables opens the tables that restrictions name
     * @param room says whether another message can be kept
     * @param queued told after mail was put into the queue; returns at once
     */
    public Reception(
            Store store,
            DeliveryService delivery,
            MailDomains domains,
            ReceptionOptions options,
            Dns dns,
            Inspector inspector,
            LookupTables tables,
            Room room,
            Runnable queued,
            InstantSource clock) {
        this.inspector = inspector;
        this.intake = new Admission(store, delivery, options, this::owns, this::added, room, queued);
        this.room = room;
        this.store = store;
        this.delivery = delivery;
        this.domains = domains;
        this.options = options;
        this.rates = new Rates(Duration.ofMinutes(1), clock);
        this.hourly = new Rates(Duration.ofHours(1), clock);
        this.restrictions = new Restrictions(
                options.restrictions(),
                new RestrictionWords(
                        dns,
                        options,
                        this::mayReach,
                        new RestrictionWords.Senders(this::owns, this::isOwned, this::isMissing),
                        clock),
                new PolicyQuestion(dns),
                tables);
    }

    /** Whether somebody may send mail to any domain. */
    public boolean mayRelay(Caller caller) {
        return options.isOpen()
                || caller.login().isPresent()
                || options.trusted().test(caller.address())
                || options.fingerprints().contains(caller.fingerprint());
    }

    /** The account of that name, as a trusted peer tells of one; empty for none. */
    public Optional<User> account(String login) {
        return login.isEmpty() ? Optional.empty() : store.look(tx -> tx.users().find(login));
    }

    /**
     * Somebody has connected.
     *
     * @throws Denied if he does so too often
     */
    public void connected(Caller caller) {
        count(caller, Rates.What.CONNECTIONS, options.limits().connections(), 421, "4.7.0", "too many connections");
    }

    /**
     * Somebody made a mistake.
     *
     * @throws Denied if he makes too many
     */
    public void erred(Caller caller) {
        count(caller, Rates.What.ERRORS, options.limits().errors(), 421, "4.7.0", "too many errors");
    }

    /**
     * Somebody begins a message.
     *
     * @throws Denied if he may not
     */
    public void sender(Caller caller, EnvelopeAddress sender, MailParameters parameters) {
        room.check(parameters.size());
        count(caller, Rates.What.MESSAGES, options.limits().messages(), 450, "4.7.1", "too many messages");
        // RFC 6409 §6.1; reports and receipts have no sender.
        if (options.owns()
                && caller.login().isPresent()
                && !sender.isNull()
                && !owns(caller.login().get(), sender)) {
            throw new Denied(
                    553,
                    "5.7.1",
                    "<" + sender + "> is not an address of "
                            + caller.login().get().login());
        }
    }

    /** Whether mail for an address gets to an account. */
    private boolean owns(User user, EnvelopeAddress address) {
        EnvelopeAddress here = domains.canonical(address);
        return domains.isLocal(here.domain()) && delivery.leadsTo(here, user.id());
    }

    private boolean isOwned(EnvelopeAddress address) {
        EnvelopeAddress here = domains.canonical(address);
        return domains.isLocal(here.domain()) && delivery.leadsTo(here) == DeliveryService.Leads.TO_ACCOUNTS;
    }

    private boolean isMissing(EnvelopeAddress address) {
        EnvelopeAddress here = domains.canonical(address);
        return domains.isLocal(here.domain()) && delivery.leadsTo(here) == DeliveryService.Leads.NOWHERE;
    }

    /** Whether somebody may send to an address, as far as relaying goes. */
    private boolean mayReach(Caller caller, EnvelopeAddress address) {
        return switch (domains.of(address.domain())) {
            case MailDomain.Local(), MailDomain.Relayed() -> true;
            case MailDomain.Alias ignored -> true;
            case MailDomain.Foreign() -> mayRelay(caller);
        };
    }

    private void count(Caller caller, Rates.What what, int most, int code, String enhanced, String text) {
        if (!options.trusted().test(caller.address()) && !rates.admits(caller.origin(), what, most)) {
            LOG.info("{}: {} within a minute", caller.address(), text);
            throw new Denied(code, enhanced, text + " from your address within a minute, come again later");
        }
    }

    /**
     * A recipient that can be taken.
     *
     * @param orders what is to be done with the message, if it comes
     */
    public record Accepted(Recipient recipient, Orders orders) {}

    /**
     * Takes a recipient, or does not.
     *
     * @param id our name for the transaction
     * @throws Denied if a rule forbids it
     * @throws Refusal as {@link DeliveryService#accept}
     */
    public Accepted recipient(
            Caller caller,
            String id,
            EnvelopeAddress sender,
            EnvelopeAddress named,
            RecipientParameters parameters,
            MailParameters mail) {
        Recipient recipient = recipient(caller, named, parameters, mail);
        Orders orders = restrictions.check(new Restrictions.Wish(caller, sender, named, id, mail.size()));
        int hourly = options.limits().accountRecipients();
        if (caller.login().isPresent()
                && !this.hourly.admits(caller.login().get().login(), Rates.What.ACCOUNT_RECIPIENTS, hourly)) {
            LOG.warn(
                    "{} named more than {} recipients within an hour",
                    caller.login().get().login(),
                    hourly);
            throw new Denied(450, "4.7.1", "you have named too many recipients within an hour, come again later");
        }
        return new Accepted(recipient, orders);
    }

    private Recipient recipient(
            Caller caller, EnvelopeAddress named, RecipientParameters parameters, MailParameters mail) {
        count(caller, Rates.What.RECIPIENTS, options.limits().recipients(), 450, "4.7.1", "too many recipients");
        EnvelopeAddress address = domains.canonical(isOurs(named) ? new EnvelopeAddress(named.localPart(), "") : named);
        if (domains.of(address.domain()) instanceof MailDomain.Foreign && !mayRelay(caller)) {
            throw new Denied(554, "5.7.1", "<" + named + "> is not for here: relay access denied");
        }
        if (domains.of(address.domain()) instanceof MailDomain.Relayed && isRouted(address) && !mayRelay(caller)) {
            throw new Denied(554, "5.7.1", "<" + named + "> names a way on from there: relay access denied");
        }
        return taken(options.recipients().canonical().recipient(address), parameters, mail);
    }

    /** Postfix's allow_untrusted_routing: who keeps that domain may trust us, and send on to wherever this leads. */
    private static boolean isRouted(EnvelopeAddress address) {
        return address.localPart().chars().anyMatch(c -> c == '@' || c == '%' || c == '!');
    }

    private Recipient taken(EnvelopeAddress address, RecipientParameters parameters, MailParameters mail) {
        return switch (domains.of(address.domain())) {
            case MailDomain.Local() -> {
                check(options.recipients().local(), address);
                yield local(address, parameters, mail);
            }
            case MailDomain.Relayed() -> {
                check(options.recipients().relayed(), address);
                yield elsewhere(address, parameters, mail);
            }
            case MailDomain.Alias ignored ->
                throw new Refusal(Reason.UNAVAILABLE, "has a domain that stands for itself");
            case MailDomain.Foreign() -> elsewhere(address, parameters, mail);
        };
    }

    /** Tables may know better than we who there is. RFC 5321 §4.5.1: there is always a postmaster. */
    private void check(Optional<AddressMap> known, EnvelopeAddress address) {
        if (known.isPresent()
                && !address.localPart().equalsIgnoreCase("postmaster")
                && known.get().value(address).isEmpty()
                && !delivery.isVirtual(address)) {
            throw new Refusal(Reason.NOT_FOUND, "is not known here");
        }
    }

    private Recipient elsewhere(EnvelopeAddress address, RecipientParameters parameters, MailParameters mail) {
        return delivery.isVirtual(address)
                ? delivery.accept(address, parameters, mail)
                : delivery.onward(address, parameters);
    }

    /** Whether the domain is an address literal of this machine (RFC 5321 §4.1.3). */
    private static boolean isOurs(EnvelopeAddress named) {
        String domain = named.domain();
        if (!domain.startsWith("[") || !domain.endsWith("]")) {
            return false;
        }
        String inside = domain.substring(1, domain.length() - 1);
        try {
            InetAddress address =
                    InetAddress.ofLiteral(inside.regionMatches(true, 0, "IPv6:", 0, 5) ? inside.substring(5) : inside);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IllegalArgumentException | SocketException e) {
            return false;
        }
    }

    private Recipient local(EnvelopeAddress address, RecipientParameters parameters, MailParameters mail) {
        try {
            return delivery.accept(address, parameters, mail);
        } catch (Refusal refusal) {
            // RFC 5321 §4.5.1
            if (refusal.reason() == Reason.NOT_FOUND && address.localPart().equalsIgnoreCase("postmaster")) {
                return postmaster(parameters, mail, refusal);
            }
            throw refusal;
        }
    }

    private Recipient postmaster(RecipientParameters parameters, MailParameters mail, Refusal otherwise) {
        List<EnvelopeAddress> tried = new ArrayList<>();
        if (!options.postmaster().isNull()) {
            tried.add(options.postmaster());
        }
        tried.add(new EnvelopeAddress("postmaster", ""));
        tried.add(new EnvelopeAddress("root", ""));
        first().ifPresent(tried::add);
        for (EnvelopeAddress each : tried) {
            try {
                return delivery.accept(each, parameters, mail);
            } catch (Refusal refusal) {
                if (refusal.reason() != Reason.NOT_FOUND) {
                    throw refusal;
                }
            }
        }
        throw otherwise;
    }

    /** The oldest account: most likely the one who has set the server up. */
    private Optional<EnvelopeAddress> first() {
        return store.look(tx -> tx.users().list("*")).stream()
                .filter(User::active)
                .findFirst()
                .map(user -> EnvelopeAddress.ofPlain(user.login()));
    }

    /** A recipient that this server names itself, wherever he is. */
    private Recipient added(EnvelopeAddress named) {
        return taken(domains.canonical(named), RecipientParameters.NONE, MailParameters.NONE);
    }

    /** What looks at a connection's mail beside these rules. */
    public Inspection inspect(Caller caller) {
        return inspector.open(caller);
    }

    /**
     * Takes a message; when this returns {@link Receipt.Taken}, whatever follows is committed.
     *
     * @param arrived the message with the fields of its trace
     * @param orders those of its recipients
     * @param inspection the connection's
     */
    public Receipt take(
            Caller caller,
            Envelope envelope,
            MessageBytes arrived,
            Instant received,
            Orders orders,
            Inspection inspection) {
        return About.message(envelope.id(), () -> intake.take(caller, envelope, arrived, received, orders, inspection));
    }
}
