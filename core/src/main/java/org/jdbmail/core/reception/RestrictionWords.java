package org.jdbmail.core.reception;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.dns.Mx;
import org.jdbmail.core.reception.Restrictions.Wish;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.User;

/** Carries out the restrictions that need no table: what is known of a client, of names in the name system, and of block lists. */
final class RestrictionWords {
    /** How long an answer to a question of the name system may be in doubt: a client is told to come again. */
    private static final String UNSURE = "can't be checked now, come again later";

    /** Who may reach what everybody may. */
    private static final Caller ANYBODY = Caller.of(InetAddress.ofLiteral("0.0.0.0"), "");

    private final Dns dns;
    private final ReceptionOptions options;
    private final BiPredicate<Caller, EnvelopeAddress> mayReach;
    private final Senders senders;
    private final Greylist greylist;

    /**
     * The words of a server.
     *
     * @param mayReach whether somebody may send to an address
     * @param senders whose addresses are
     */
    RestrictionWords(
            Dns dns,
            ReceptionOptions options,
            BiPredicate<Caller, EnvelopeAddress> mayReach,
            Senders senders,
            InstantSource clock) {
        this.dns = dns;
        this.options = options;
        this.mayReach = mayReach;
        this.senders = senders;
        this.greylist = new Greylist(clock);
    }

    /**
     * What is known of addresses that mail may claim to be from.
     *
     * @param owns whether mail for an address gets to an account
     * @param isOwned whether mail for it gets to any account
     * @param isMissing whether its domain is ours, and nobody there has it
     */
    record Senders(
            BiPredicate<User, EnvelopeAddress> owns,
            Predicate<EnvelopeAddress> isOwned,
            Predicate<EnvelopeAddress> isMissing) {}

    /**
     * Whether the rest of the list does not matter.
     *
     * @throws Denied where the word refuses it
     */
    boolean isPermitted(Restriction.Word word, Wish wish) {
        Caller caller = wish.caller();
        switch (word) {
            case PERMIT -> {
                return true;
            }
            case PERMIT_MYNETWORKS -> {
                return options.trusted().test(caller.address());
            }
            case PERMIT_SASL_AUTHENTICATED -> {
                return caller.login().isPresent();
            }
            case PERMIT_TLS_CLIENTCERTS -> {
                return options.fingerprints().contains(caller.fingerprint());
            }
            case PERMIT_TLS_ALL_CLIENTCERTS -> {
                return !caller.fingerprint().isEmpty();
            }
            case PERMIT_INET_INTERFACES -> {
                return isThisMachine(caller.address());
            }
            case PERMIT_AUTH_DESTINATION -> {
                return mayReach.test(ANYBODY, wish.recipient());
            }
            case REJECT_UNLISTED_RECIPIENT, REJECT_UNAUTH_PIPELINING -> {
                // Looked at in any case, before the lists.
            }
            case REJECT -> throw new Denied(554, "5.7.1", "<" + wish.recipient() + "> access denied");
            case DEFER -> throw new Denied(450, "4.7.1", "<" + wish.recipient() + "> come again later");
            case REJECT_UNAUTH_DESTINATION -> mustReach(wish, 554, "5.7.1");
            case DEFER_UNAUTH_DESTINATION -> mustReach(wish, 450, "4.7.1");
            case REJECT_UNKNOWN_REVERSE_CLIENT_HOSTNAME -> named(dns.names(caller.address()), caller);
            case REJECT_UNKNOWN_CLIENT_HOSTNAME -> {
                named(dns.names(caller.address()), caller);
                if (dns.verifiedName(caller.address()).isEmpty()) {
                    throw new Denied(450, "4.7.25", "your address has no name that leads back to it");
                }
            }
            case REJECT_INVALID_HELO_HOSTNAME -> helo(isHostname(caller.helo()) || isLiteral(caller.helo()), caller);
            case REJECT_NON_FQDN_HELO_HOSTNAME -> helo(isFull(caller.helo()) || isLiteral(caller.helo()), caller);
            case REJECT_UNKNOWN_HELO_HOSTNAME -> {
                if (!isLiteral(caller.helo())) {
                    exists(caller.helo(), "<" + caller.helo() + "> as you call yourself");
                }
            }
            case REJECT_NON_FQDN_SENDER -> full(wish.sender(), "5.5.2");
            case REJECT_NON_FQDN_RECIPIENT -> {
                if (!wish.recipient().localPart().equalsIgnoreCase("postmaster")) {
                    full(wish.recipient(), "5.5.2");
                }
            }
            case REJECT_UNKNOWN_SENDER_DOMAIN -> takesMail(wish.sender(), "5.1.8", "5.7.27");
            case REJECT_UNKNOWN_RECIPIENT_DOMAIN -> takesMail(wish.recipient(), "5.1.2", "5.1.10");
            case REJECT_UNLISTED_SENDER -> {
                if (!wish.sender().isNull() && senders.isMissing().test(wish.sender())) {
                    throw new Denied(550, "5.1.0", "<" + wish.sender() + "> is an address here that nobody has");
                }
            }
            case REJECT_SENDER_LOGIN_MISMATCH -> {
                mustOwn(wish);
                mustLogIn(wish);
            }
            case REJECT_AUTHENTICATED_SENDER_LOGIN_MISMATCH -> mustOwn(wish);
            case REJECT_UNAUTHENTICATED_SENDER_LOGIN_MISMATCH -> mustLogIn(wish);
            case GREYLIST -> {
                boolean isKnown =
                        caller.login().isPresent() || options.trusted().test(caller.address());
                if (!isKnown && !greylist.admits(network(caller), wish.sender(), wish.recipient())) {
                    throw new Denied(450, "4.7.1", "<" + wish.recipient() + "> greylisted, come again in five minutes");
                }
            }
        }
        return false;
    }

    private void mustReach(Wish wish, int code, String status) {
        if (!mayReach.test(wish.caller(), wish.recipient())) {
            throw new Denied(code, status, "<" + wish.recipient() + "> is not for here: relay access denied");
        }
    }

    private void mustOwn(Wish wish) {
        Optional<User> login = wish.caller().login();
        if (login.isPresent() && !wish.sender().isNull() && !senders.owns().test(login.get(), wish.sender())) {
            throw new Denied(553, "5.7.1", "<" + wish.sender() + "> is not an address of yours");
        }
    }

    private void mustLogIn(Wish wish) {
        if (wish.caller().login().isEmpty()
                && !wish.sender().isNull()
                && senders.isOwned().test(wish.sender())) {
            throw new Denied(553, "5.7.1", "<" + wish.sender() + "> is an address of somebody who has to log in");
        }
    }

    private static boolean isThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Large senders come again from a neighbour. */
    private static String network(Caller caller) {
        if (!(caller.address() instanceof Inet4Address)) {
            return caller.origin();
        }
        String text = caller.address().getHostAddress();
        return text.substring(0, text.lastIndexOf('.'));
    }

    private static void named(DnsAnswer<String> answer, Caller caller) {
        switch (answer) {
            case DnsAnswer.Found<String> ignored -> {}
            case DnsAnswer.Nothing<String> ignored ->
                throw new Denied(
                        450, "4.7.25", "your address " + caller.address().getHostAddress() + " has no name");
            case DnsAnswer.Trouble<String> ignored ->
                throw new Denied(450, "4.7.25", "the name of your address " + UNSURE);
        }
    }

    private static void helo(boolean isRight, Caller caller) {
        if (!isRight) {
            throw new Denied(504, "5.5.2", "<" + caller.helo() + "> is no full name of a host");
        }
    }

    private static boolean isHostname(String name) {
        return name.length() <= 255
                && name.matches(
                        "(?i)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");
    }

    private static boolean isFull(String name) {
        return isHostname(name) && name.indexOf('.') > 0;
    }

    private static boolean isLiteral(String name) {
        return name.startsWith("[") && name.endsWith("]");
    }

    private static void full(EnvelopeAddress address, String status) {
        if (!address.isNull() && address.domain().indexOf('.') < 0 && !isLiteral(address.domain())) {
            throw new Denied(504, status, "<" + address + "> needs a full domain");
        }
    }

    private void exists(String host, String what) {
        DnsAnswer<Mx> mx = dns.mx(host);
        if (mx instanceof DnsAnswer.Found) {
            return;
        }
        DnsAnswer<InetAddress> four = dns.ipv4(host);
        DnsAnswer<InetAddress> six = dns.ipv6(host);
        if (four instanceof DnsAnswer.Found || six instanceof DnsAnswer.Found) {
            return;
        }
        // A name that can't be looked up now is not one that does not exist.
        throw mx instanceof DnsAnswer.Trouble || four instanceof DnsAnswer.Trouble || six instanceof DnsAnswer.Trouble
                ? new Denied(450, "4.7.1", what + " " + UNSURE)
                : new Denied(450, "4.7.1", what + " is a name that nobody has");
    }

    private void takesMail(EnvelopeAddress address, String unknown, String nullMx) {
        String domain = address.domain();
        if (address.isNull() || domain.isEmpty() || isLiteral(domain)) {
            return;
        }
        DnsAnswer<Mx> mx = dns.mx(domain);
        if (mx instanceof DnsAnswer.Found<Mx> found) {
            // RFC 7505 §4.2
            if (found.records().stream().allMatch(each -> each.host().isEmpty())) {
                throw new Denied(550, nullMx, "<" + address + "> has a domain without mail (null MX)");
            }
            return;
        }
        DnsAnswer<InetAddress> four = dns.ipv4(domain);
        DnsAnswer<InetAddress> six = dns.ipv6(domain);
        if (four instanceof DnsAnswer.Found || six instanceof DnsAnswer.Found) {
            return;
        }
        boolean isUnsure = mx instanceof DnsAnswer.Trouble
                || four instanceof DnsAnswer.Trouble
                || six instanceof DnsAnswer.Trouble;
        throw new Denied(
                450,
                "4" + unknown.substring(1),
                "<" + address + "> has a domain that " + (isUnsure ? UNSURE : "nobody has"));
    }

    /**
     * Asks a list. Whether the rest of the restrictions does not matter.
     *
     * @throws Denied where whoever is listed is not welcome
     */
    boolean isPermitted(Restriction.BlockList list, Wish wish) {
        String subject = switch (list.what()) {
            case CLIENT -> Dns.reversed(wish.caller().address());
            case HELO -> wish.caller().helo();
            case SENDER -> wish.sender().domain();
            case RECIPIENT -> wish.recipient().domain();
        };
        if (subject.isEmpty() || isLiteral(subject)) {
            return false;
        }
        String name = subject + "." + list.zone();
        Optional<InetAddress> listed = dns.ipv4(name).orNone().stream()
                .filter(each -> list.answer().isEmpty()
                        ? each.isLoopbackAddress()
                        : each.getHostAddress().equals(list.answer()))
                // RFC 5782 §5; 127.255.255.0/24 tells that the asker may not ask.
                .filter(each -> !each.getHostAddress().startsWith("127.255.255."))
                .findFirst();
        if (listed.isPresent() && !list.isWelcome()) {
            String why = dns.txt(name).orNone().stream()
                    .findFirst()
                    .map(text -> "; " + text)
                    .orElse("");
            throw new Denied(
                    554,
                    "5.7.1",
                    "[" + wish.caller().address().getHostAddress() + "] blocked using " + list.zone() + why);
        }
        return listed.isPresent();
    }
}
