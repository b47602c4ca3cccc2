package org.jdbmail.authenticity.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jspecify.annotations.Nullable;

/** One check: what it may still ask (RFC 7208 §4.6.4), and what macros stand for in it. Used by one thread. */
final class SpfSession {
    private static final int MOST_TERMS = 10;
    private static final int MOST_VOID = 2;
    private static final int MOST_HOSTS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DnsLookup dns;
    private final SpfQuery query;
    private final InstantSource clock;
    private final Instant end;
    private int terms;
    private int voids;
    private @Nullable List<String> validated;

    SpfSession(DnsLookup dns, SpfQuery query, InstantSource clock) {
        this.dns = dns;
        this.query = query;
        this.clock = clock;
        this.end = clock.instant().plus(LONGEST);
    }

    DnsLookup dns() {
        return dns;
    }

    SpfQuery query() {
        return query;
    }

    /** A term that costs questions. */
    void term() throws SpfException {
        if (++terms > MOST_TERMS) {
            throw SpfException.permanent("more than " + MOST_TERMS + " terms that need to be looked up");
        }
        inTime();
    }

    /** Before each question: a term may have ten, and each answer may take its time. */
    private void inTime() throws SpfException {
        if (clock.instant().isAfter(end)) {
            throw SpfException.temporary("takes too long");
        }
    }

    private void isVoid() throws SpfException {
        if (++voids > MOST_VOID) {
            throw SpfException.permanent("more than " + MOST_VOID + " terms of what there is not");
        }
    }

    /** The records of an answer. */
    private <T> List<T> records(Answer<T> answer, String name, boolean isCounted) throws SpfException {
        return switch (answer) {
            case Answer.Found<T> found -> found.records();
            case Answer.Failed<T> ignored -> throw SpfException.temporary(name + " can't be looked up now");
            case Answer.None<T> ignored -> {
                if (isCounted) {
                    isVoid();
                }
                yield List.of();
            }
        };
    }

    /** The addresses of a name, of the kind that the client has. */
    List<InetAddress> addresses(String given, boolean isCounted) throws SpfException {
        inTime();
        Optional<String> name = DomainNames.asked(given);
        if (name.isEmpty()) {
            return List.of();
        }
        Answer<InetAddress> answer =
                query.address() instanceof Inet4Address ? dns.ipv4(name.get()) : dns.ipv6(name.get());
        return records(answer, name.get(), isCounted);
    }

    /** Whether a name has an address of IPv4. */
    boolean exists(String given) throws SpfException {
        Optional<String> name = DomainNames.asked(given);
        return name.isPresent()
                && !records(dns.ipv4(name.get()), name.get(), true).isEmpty();
    }

    /** The hosts that take mail for a domain. */
    List<String> mailHosts(String given) throws SpfException {
        Optional<String> name = DomainNames.asked(given);
        if (name.isEmpty()) {
            return List.of();
        }
        List<String> hosts = records(dns.mx(name.get()), name.get(), true);
        if (hosts.size() > MOST_HOSTS) {
            throw SpfException.permanent(name.get() + " has more than " + MOST_HOSTS + " servers for mail");
        }
        return hosts;
    }

    /** The names of the client that lead back to it (RFC 7208 §5.5). */
    List<String> names() {
        List<String> known = validated;
        if (known == null) {
            known = new ArrayList<>();
            if (dns.names(query.address()) instanceof Answer.Found<String> found) {
                for (String each : found.records().stream().limit(MOST_HOSTS).toList()) {
                    if (clock.instant().isAfter(end)) {
                        break;
                    }
                    DomainNames.ascii(each).filter(this::leadsBack).ifPresent(known::add);
                }
            }
            validated = known;
        }
        return known;
    }

    private boolean leadsBack(String name) {
        Answer<InetAddress> answer = query.address() instanceof Inet4Address ? dns.ipv4(name) : dns.ipv6(name);
        return answer instanceof Answer.Found<InetAddress> found
                && found.records().contains(query.address());
    }

    /** A name, or the domain itself. */
    String expand(Optional<Macro> macro, String domain) throws SpfException {
        return macro.isEmpty() ? domain : expand(macro.get(), domain);
    }

    /** A name. */
    String expand(Macro macro, String domain) throws SpfException {
        return Macro.fitting(expandText(macro, domain));
    }

    /** A text. */
    String expandText(Macro macro, String domain) throws SpfException {
        return macro.expand(letter -> value(letter, domain));
    }

    // RFC 7208 §7.2
    private String value(char letter, String domain) {
        InetAddress address = query.address();
        return switch (letter) {
            case 's' -> query.local() + "@" + query.domain();
            case 'l' -> query.local();
            case 'o' -> query.domain();
            case 'd' -> domain;
            case 'i' -> dotted(address);
            case 'p' -> name(domain);
            case 'v' -> address instanceof Inet4Address ? "in-addr" : "ip6";
            case 'h' -> query.helo();
            case 'c' -> address.getHostAddress();
            case 'r' -> query.receiver();
            case 't' -> String.valueOf(clock.instant().getEpochSecond());
            default -> throw new IllegalArgumentException("no letter of a macro");
        };
    }

    private static String dotted(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        StringBuilder all = new StringBuilder();
        for (byte octet : address.getAddress()) {
            all.append(all.isEmpty() ? "" : ".")
                    .append(Character.forDigit(octet >> 4 & 15, 16))
                    .append('.')
                    .append(Character.forDigit(octet & 15, 16));
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    private String name(String domain) {
        List<String> all = names();
        return all.stream()
                .filter(domain::equals)
                .findFirst()
                .or(() -> all.stream()
                        .filter(each -> DomainNames.isWithin(each, domain))
                        .findFirst())
                .or(() -> all.stream().findFirst())
                .orElse("unknown");
    }
}
