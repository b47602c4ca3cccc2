package org.jdbmail.core.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the resolvers of this machine, or the one that the settings name, and remembers what they say as long as they allow. Each question is
 * bounded in time, however broken a resolver is. Safe for any number of threads.
 */
public final class Dns {
    private static final int MOST_REMEMBERED = 20_000;
    private static final int MOST_ALIASES = 8;
    private static final int PAYLOAD = 1232;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** For how long is remembered that there is nothing, where the zone does not say. */
    private static final Duration NOTHING = Duration.ofSeconds(60);

    /** For how long a resolver that knows nothing is left alone with a question. */
    private static final Duration TROUBLE = Duration.ofSeconds(3);

    private record Question(String name, int type) {}

    /** An answer, and for how long it holds. */
    private record Known(DnsAnswer<Record> answer, Duration kept) {}

    /** A resolver, and whether what it says of DNSSEC can be believed: only where nobody is between us. */
    private record Server(SimpleResolver resolver, boolean isTrusted) {}

    private final List<Server> servers;
    private final Cache<Question, Known> known;

    /**
     * Asks those servers.
     *
     * @param named the server to ask; empty for those of this machine
     * @param patience how long each is waited for
     */
    public Dns(Optional<InetSocketAddress> named, Duration patience) {
        List<InetSocketAddress> addresses = named.map(List::of)
                .orElseGet(() -> ResolverConfig.getCurrentConfig().servers());
        this.servers = addresses.stream().map(each -> server(each, patience)).toList();
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfter(Expiry.<Question, Known>creating((question, answer) -> answer.kept()))
                .build();
    }

    private static Server server(InetSocketAddress address, Duration patience) {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(patience);
        resolver.setEDNS(0, PAYLOAD, ExtendedFlags.DO, List.of());
        return new Server(
                resolver, address.getAddress() != null && address.getAddress().isLoopbackAddress());
    }

    /** The servers for mail of a domain, as they are listed: RFC 7505's null one among them. */
    public DnsAnswer<Mx> mx(String domain) {
        return ask(
                domain,
                Type.MX,
                record -> record instanceof MXRecord mx ? new Mx(mx.getPriority(), text(mx.getTarget())) : null);
    }

    /** The addresses of a host of IPv4. */
    public DnsAnswer<InetAddress> ipv4(String host) {
        return ask(host, Type.A, record -> record instanceof ARecord a ? a.getAddress() : null);
    }

    /** The addresses of a host of IPv6. */
    public DnsAnswer<InetAddress> ipv6(String host) {
        return ask(host, Type.AAAA, record -> record instanceof AAAARecord a ? a.getAddress() : null);
    }

    /** Texts of a name; the strings of one record are one text, in which each octet is the character of its number. */
    public DnsAnswer<String> txt(String name) {
        return ask(
                name, Type.TXT, record -> record instanceof TXTRecord txt ? text(txt.getStringsAsByteArrays()) : null);
    }

    /** The certificates that servers on a port of a host have. */
    public DnsAnswer<Tlsa> tlsa(String host, int port) {
        return ask(
                "_" + port + "._tcp." + host,
                Type.TLSA,
                record -> record instanceof TLSARecord tlsa
                        ? Tlsa.of(
                                tlsa.getCertificateUsage(),
                                tlsa.getSelector(),
                                tlsa.getMatchingType(),
                                tlsa.getCertificateAssociationData())
                        : null);
    }

    /** The hosts of a service of a domain (RFC 2782), as {@code host:port}; {@code :0} for none. */
    public DnsAnswer<String> srv(String service, String domain) {
        return ask(
                "_" + service + "._tcp." + domain,
                Type.SRV,
                record -> record instanceof SRVRecord srv ? text(srv.getTarget()) + ":" + srv.getPort() : null);
    }

    /** The names of an address. */
    public DnsAnswer<String> names(InetAddress address) {
        return ask(
                ReverseMap.fromAddress(address).toString(true),
                Type.PTR,
                record -> record instanceof PTRRecord ptr ? text(ptr.getTarget()) : null);
    }

    /** The address reversed, as block lists are asked for it: without a dot at its end. */
    public static String reversed(InetAddress address) {
        String name = ReverseMap.fromAddress(address).toString(true);
        return name.replaceFirst("\\.(in-addr|ip6)\\.arpa$", "");
    }

    /** A name of an address that leads back to it; empty if there is none, or that can't be known now. */
    public Optional<String> verifiedName(InetAddress address) {
        return verified(address).orNone().stream().findFirst();
    }

    /** The first name of an address that leads back to it. */
    public DnsAnswer<String> verified(InetAddress address) {
        DnsAnswer<String> names = names(address);
        if (!(names instanceof DnsAnswer.Found<String> found)) {
            return names;
        }
        DnsAnswer<String> otherwise = new DnsAnswer.Nothing<>(true);
        for (String name : found.records().stream().limit(MOST_ALIASES).toList()) {
            DnsAnswer<InetAddress> back = address.getAddress().length == 4 ? ipv4(name) : ipv6(name);
            if (back.orNone().contains(address)) {
                return new DnsAnswer.Found<>(List.of(name), false);
            }
            if (back instanceof DnsAnswer.Trouble<InetAddress> trouble) {
                otherwise = new DnsAnswer.Trouble<>(trouble.why());
            }
        }
        return otherwise;
    }

    /** Not as dnsjava prints them, with signs for octets that are no letters. */
    private static String text(List<byte[]> strings) {
        StringBuilder all = new StringBuilder();
        strings.forEach(each -> all.append(new String(each, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true);
    }

    private <T> DnsAnswer<T> ask(String name, int type, Function<Record, T> meaning) {
        String asked;
        try {
            asked = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(java.util.Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return new DnsAnswer.Nothing<>(false); // no such name can be
        }
        DnsAnswer<Record> answer = answer(asked, type);
        return switch (answer) {
            case DnsAnswer.Found<Record> found -> {
                List<T> all = new ArrayList<>();
                for (Record each : found.records()) {
                    T one = meaning.apply(each);
                    if (one != null) {
                        all.add(one);
                    }
                }
                yield all.isEmpty() ? new DnsAnswer.Nothing<>(true) : new DnsAnswer.Found<>(all, found.isSecure());
            }
            case DnsAnswer.Nothing<Record> nothing -> new DnsAnswer.Nothing<>(nothing.isName());
            case DnsAnswer.Trouble<Record> trouble -> new DnsAnswer.Trouble<>(trouble.why());
        };
    }

    private DnsAnswer<Record> answer(String name, int type) {
        Question question = new Question(name, type);
        Known remembered = known.getIfPresent(question);
        if (remembered != null) {
            return remembered.answer();
        }
        Known fresh = follow(name, type);
        known.put(question, fresh);
        return fresh.answer();
    }

    // RFC 1034 §3.6.2: an alias stands for another name; a resolver mostly tells of that right away.
    private Known follow(String name, int type) {
        String at = name;
        boolean isSecure = true;
        for (int i = 0; i < MOST_ALIASES; i++) {
            Name asked;
            try {
                asked = Name.fromString(at + ".");
            } catch (TextParseException e) {
                return new Known(new DnsAnswer.Nothing<>(false), NOTHING);
            }
            Known said = send(asked, type);
            if (!(said.answer() instanceof DnsAnswer.Found<Record> found)) {
                return said;
            }
            isSecure &= found.isSecure();
            List<Record> right = found.records().stream()
                    .filter(each -> each.getType() == type)
                    .toList();
            if (!right.isEmpty()) {
                return new Known(new DnsAnswer.Found<>(right, isSecure), said.kept());
            }
            String alias = "";
            for (Record each : found.records()) {
                if (each instanceof CNAMERecord cname) {
                    alias = text(cname.getTarget());
                }
            }
            if (alias.isEmpty()) {
                return new Known(new DnsAnswer.Nothing<>(true), NOTHING);
            }
            at = alias;
        }
        return new Known(new DnsAnswer.Trouble<>("an alias of an alias without an end"), TROUBLE);
    }

    private Known send(Name name, int type) {
        String why = "no resolver is known";
        for (Server server : servers) {
            try {
                Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
                query.getHeader().setFlag(Flags.AD);
                Message response = server.resolver().send(query);
                int code = response.getRcode();
                if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
                    return said(response, server.isTrusted());
                }
                why = "the resolver says " + Rcode.string(code);
            } catch (IOException e) {
                why = "the resolver does not answer";
            }
        }
        return new Known(new DnsAnswer.Trouble<>(why + " (" + name.toString(true) + ")"), TROUBLE);
    }

    private static Known said(Message response, boolean isTrusted) {
        List<Record> records = response.getSection(Section.ANSWER);
        if (records.isEmpty() || response.getRcode() == Rcode.NXDOMAIN) {
            // RFC 2308 §5
            Duration kept = response.getSection(Section.AUTHORITY).stream()
                    .filter(SOARecord.class::isInstance)
                    .map(SOARecord.class::cast)
                    .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
                    .findFirst()
                    .orElse(NOTHING);
            return new Known(new DnsAnswer.Nothing<>(response.getRcode() == Rcode.NOERROR), within(kept));
        }
        long seconds = records.stream().mapToLong(Record::getTTL).min().orElse(0);
        boolean isSecure = isTrusted && response.getHeader().getFlag(Flags.AD);
        return new Known(new DnsAnswer.Found<>(records, isSecure), within(Duration.ofSeconds(seconds)));
    }

    private static Duration within(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST : time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
    }
}
