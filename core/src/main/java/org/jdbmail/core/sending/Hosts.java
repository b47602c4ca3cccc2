package org.jdbmail.core.sending;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.dns.Mx;
import org.jdbmail.core.smtp.client.SendResult;

/**
 * Finds the hosts of a next hop (RFC 5321 §5.1): those of its MX records in their order, itself where it has none.
 *
 * @param dns the resolver
 * @param hostname our own name
 * @param ours whether we listen there ourselves
 */
public record Hosts(Dns dns, String hostname, Predicate<InetSocketAddress> ours, Random random) {
    /** Addresses that are tried for one message. */
    private static final int MOST = 10;

    private static final int MOST_MX = 20;

    /**
     * A host's address.
     *
     * @param name the host's name
     * @param isSecure whether DNSSEC vouches for all that led to it
     */
    public record Target(String name, InetSocketAddress address, boolean isSecure) {
        private Target unless(boolean isInsecure) {
            return isInsecure ? new Target(name, address, false) : this;
        }
    }

    /** What was found. */
    public sealed interface Found {}

    /** Where to go, in this order; at least one. */
    public record Some(List<Target> targets) implements Found {}

    /** Nowhere. */
    public record None(SendResult.Failed why) implements Found {}

    /** The hosts of a next hop. */
    public Found of(NextHop hop) {
        if (!hop.isDomain()) {
            return single(hop);
        }
        return switch (dns.mx(hop.name())) {
            case DnsAnswer.Found<Mx> found -> several(hop, found.records(), found.isSecure());
            case DnsAnswer.Trouble<Mx> trouble -> new None(SendResult.later("4.4.3", trouble.why()));
            case DnsAnswer.Nothing<Mx> nothing -> implicit(hop);
        };
    }

    private Found single(NextHop hop) {
        try {
            InetAddress literal = InetAddress.ofLiteral(hop.name());
            return new Some(List.of(new Target(hop.name(), new InetSocketAddress(literal, hop.port()), false)));
        } catch (IllegalArgumentException e) {
            return implicit(hop);
        }
    }

    // RFC 5321 §5.1: a domain without MX records is its own server.
    private Found implicit(NextHop hop) {
        if (hop.name().equals("localhost")) {
            InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), hop.port());
            return new Some(List.of(new Target(hop.name(), here, false)));
        }
        Addresses found = addresses(hop.name(), hop.port());
        if (!found.targets().isEmpty()) {
            return hop.isDomain() && found.targets().stream().anyMatch(each -> ours.test(each.address()))
                    ? loop(hop)
                    : new Some(found.targets());
        }
        return new None(
                found.isUnknown()
                        ? SendResult.later("4.4.3", "the address of " + hop.name() + " can't be found now")
                        : SendResult.never("5.1.2", "there is no server for mail to " + hop.name()));
    }

    private static Found loop(NextHop hop) {
        return new None(SendResult.never("5.4.6", "mail for " + hop.name() + " loops back to this server"));
    }

    private Found several(NextHop hop, List<Mx> records, boolean isSecure) {
        // RFC 7505: a null MX stands alone; among others it means nothing.
        List<Mx> real = new ArrayList<>(
                records.stream().filter(each -> !each.host().isEmpty()).toList());
        if (real.isEmpty()) {
            return new None(SendResult.never("5.1.10", hop.name() + " takes no mail (null MX)"));
        }
        Collections.shuffle(real, random);
        real.sort(Comparator.comparingInt(Mx::preference));
        List<Target> targets = new ArrayList<>();
        boolean isUnknown = false;
        int preference = -1;
        int before = 0;
        for (Mx mx : real.subList(0, Math.min(real.size(), MOST_MX))) {
            if (mx.preference() != preference) {
                preference = mx.preference();
                before = targets.size();
            }
            Addresses found = addresses(mx.host(), hop.port());
            isUnknown |= found.isUnknown();
            // RFC 5321 §5.1: where we are one of them, those that are as good and those that are worse are not for us.
            if (mx.host().equalsIgnoreCase(hostname)
                    || found.targets().stream().anyMatch(each -> ours.test(each.address()))) {
                targets.subList(before, targets.size()).clear();
                return targets.isEmpty() ? loop(hop) : some(targets);
            }
            found.targets().forEach(each -> targets.add(each.unless(!isSecure)));
        }
        if (!targets.isEmpty()) {
            return some(targets);
        }
        return new None(
                isUnknown
                        ? SendResult.later("4.4.3", "the servers of " + hop.name() + " can't be found now")
                        : SendResult.never("5.4.4", "the servers of " + hop.name() + " have no addresses"));
    }

    private static Found some(List<Target> targets) {
        return new Some(List.copyOf(targets.subList(0, Math.min(targets.size(), MOST))));
    }

    /** RFC 7672 §2.2.2: of a host whose addresses are not signed nothing else is asked, as its name server may not know how to answer. */
    private static boolean isSecure(DnsAnswer<InetAddress> answer) {
        return switch (answer) {
            case DnsAnswer.Found<InetAddress> found -> found.isSecure();
            case DnsAnswer.Nothing<InetAddress> ignored -> true;
            case DnsAnswer.Trouble<InetAddress> ignored -> false;
        };
    }

    private record Addresses(List<Target> targets, boolean isUnknown) {}

    /** IPv6 and IPv4 by turns, so that neither being cut off costs more than one attempt. */
    private Addresses addresses(String host, int port) {
        DnsAnswer<InetAddress> six = dns.ipv6(host);
        DnsAnswer<InetAddress> four = dns.ipv4(host);
        List<InetAddress> sixes = new ArrayList<>(
                six.orNone().stream().filter(Inet6Address.class::isInstance).toList());
        List<InetAddress> fours = new ArrayList<>(four.orNone());
        Collections.shuffle(sixes, random);
        Collections.shuffle(fours, random);
        boolean isSecure = isSecure(six) && isSecure(four);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < Math.max(sixes.size(), fours.size()); i++) {
            if (i < sixes.size()) {
                targets.add(new Target(host, new InetSocketAddress(sixes.get(i), port), isSecure));
            }
            if (i < fours.size()) {
                targets.add(new Target(host, new InetSocketAddress(fours.get(i), port), isSecure));
            }
        }
        boolean isUnknown = six instanceof DnsAnswer.Trouble || four instanceof DnsAnswer.Trouble;
        return new Addresses(targets, isUnknown);
    }
}
