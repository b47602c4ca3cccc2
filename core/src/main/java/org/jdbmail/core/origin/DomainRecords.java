package org.jdbmail.core.origin;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.KeyRecord;
import org.jdbmail.authenticity.dkim.UnusableException;
import org.jdbmail.authenticity.dmarc.DmarcRecord;
import org.jdbmail.authenticity.spf.SpfChecker;
import org.jdbmail.authenticity.spf.SpfOutcome;
import org.jdbmail.authenticity.spf.SpfQuery;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.dns.Mx;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.sts.PolicyFetcher;

/** What a domain of ours should have in the name system, and whether it has; and its policy of TLS, which the name system only announces. */
public final class DomainRecords {
    /** How it stands with a record. */
    public enum State {
        /** It is there, and right. */
        RIGHT,
        /** It is not there. */
        MISSING,
        /** It says something else than it should. */
        WRONG,
        /** Nobody answers at the moment. */
        UNKNOWN
    }

    /**
     * A record.
     *
     * @param name whose it is
     * @param type of which kind
     * @param state how it stands with it
     * @param isNeeded whether mail suffers without it
     * @param wanted what would be right, as a zone file has it; one of several ways
     * @param found what is there; empty for nothing
     */
    public record Line(String name, String type, State state, boolean isNeeded, String wanted, String found) {}

    private final Dns dns;
    private final String hostname;
    private final InstantSource clock;
    private final List<Line> lines = new ArrayList<>();

    private DomainRecords(Dns dns, String hostname, InstantSource clock) {
        this.dns = dns;
        this.hostname = hostname.toLowerCase(Locale.ROOT);
        this.clock = clock;
    }

    /**
     * Asks for all of a domain.
     *
     * @param hostname our own name
     * @param keys all that there are
     * @param policies fetches what a domain says of TLS (MTA-STS)
     */
    public static List<Line> check(
            Dns dns, String hostname, String domain, List<DkimKey> keys, PolicyFetcher policies, InstantSource clock) {
        DomainRecords records = new DomainRecords(dns, hostname, clock);
        List<String> servers = records.mx(domain);
        List<InetAddress> addresses = records.host();
        records.reverse(addresses);
        records.spf(domain, addresses, "v=spf1 mx a:" + records.hostname + " -all", true);
        if (!domain.equals(records.hostname)) {
            // RFC 7208 §2.3: what reports, which have no sender, are judged by.
            records.spf(records.hostname, addresses, "v=spf1 a -all", false);
        }
        records.dkim(domain, keys);
        records.dmarc(domain);
        records.lines.addAll(StsLines.of(dns, policies, domain, servers));
        records.reports(domain);
        records.service(domain, "submissions", 465);
        records.service(domain, "submission", 587);
        records.service(domain, "imaps", 993);
        records.service(domain, "pop3s", 995);
        records.autoconfig(domain);
        return records.lines;
    }

    private void add(String name, String type, State state, boolean isNeeded, String wanted, List<String> found) {
        lines.add(new Line(name, type, state, isNeeded, wanted, String.join(", ", found)));
    }

    static <T> State state(DnsAnswer<T> answer, boolean isRight) {
        return switch (answer) {
            case DnsAnswer.Found<T> ignored -> isRight ? State.RIGHT : State.WRONG;
            case DnsAnswer.Nothing<T> ignored -> State.MISSING;
            case DnsAnswer.Trouble<T> ignored -> State.UNKNOWN;
        };
    }

    private List<String> mx(String domain) {
        DnsAnswer<Mx> answer = dns.mx(domain);
        List<Mx> all = answer.orNone();
        boolean isOurs = all.stream().anyMatch(each -> each.host().equalsIgnoreCase(hostname));
        add(
                domain,
                "MX",
                state(answer, isOurs),
                true,
                "10 " + hostname + ".",
                all.stream().map(each -> each.preference() + " " + each.host()).toList());
        return all.isEmpty() ? List.of(hostname) : all.stream().map(Mx::host).toList();
    }

    private List<InetAddress> host() {
        DnsAnswer<InetAddress> four = dns.ipv4(hostname);
        DnsAnswer<InetAddress> six = dns.ipv6(hostname);
        List<InetAddress> all = new ArrayList<>(four.orNone());
        all.addAll(six.orNone());
        State state = all.isEmpty() ? state(four, true) : State.RIGHT;
        add(hostname, "A", state, true, "the address of this host", texts(all));
        return all;
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }

    private void reverse(List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            DnsAnswer<String> answer = dns.names(address);
            boolean isRight = answer.orNone().stream().anyMatch(hostname::equalsIgnoreCase);
            add(address.getHostAddress(), "PTR", state(answer, isRight), true, hostname + ".", answer.orNone());
        }
    }

    private void spf(String domain, List<InetAddress> addresses, String wanted, boolean isNeeded) {
        DnsAnswer<String> answer = dns.txt(domain);
        List<String> found = answer.orNone().stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith("v=spf1"))
                .toList();
        State state = found.isEmpty() && answer instanceof DnsAnswer.Found ? State.MISSING : state(answer, true);
        SpfChecker checker = new SpfChecker(new OriginDns(dns), clock);
        for (InetAddress address : addresses) {
            SpfQuery query = SpfQuery.of(address, hostname, "postmaster@" + domain, hostname);
            SpfOutcome outcome = checker.check(query, false).outcome();
            if (!found.isEmpty() && outcome != SpfOutcome.PASS) {
                state = outcome == SpfOutcome.TEMPERROR ? State.UNKNOWN : State.WRONG;
            }
        }
        add(domain, "TXT", state, isNeeded, wanted, found);
    }

    private void dkim(String domain, List<DkimKey> keys) {
        List<DkimKey> own =
                keys.stream().filter(key -> key.domain().equals(domain)).toList();
        if (own.isEmpty()) {
            add("*._domainkey." + domain, "TXT", State.MISSING, true, "jdbmail dkim generate " + domain, List.of());
        }
        for (DkimKey key : own) {
            DnsAnswer<String> answer = dns.txt(key.name());
            boolean isRight =
                    answer.orNone().size() == 1 && isOf(key, answer.orNone().getFirst());
            String wanted = key.record();
            add(key.name(), "TXT", state(answer, isRight), key.isEnabled(), wanted, answer.orNone());
        }
    }

    /** Whether others can use the record to check what the key signs. */
    private static boolean isOf(DkimKey key, String record) {
        try {
            Optional<Algorithm> algorithm = Algorithm.ofKeyType(key.algorithm());
            return algorithm.isPresent()
                    && Arrays.equals(
                            KeyRecord.of(record, algorithm.get()).key().getEncoded(),
                            KeyRecord.of("p=" + key.published() + "; k=" + key.algorithm(), algorithm.get())
                                    .key()
                                    .getEncoded());
        } catch (UnusableException e) {
            return false;
        }
    }

    private void dmarc(String domain) {
        DnsAnswer<String> answer = dns.txt("_dmarc." + domain);
        List<String> found = answer.orNone().stream().filter(DmarcRecord::is).toList();
        boolean isRight = found.size() == 1 && DmarcRecord.isRight(found.getFirst());
        String wanted = "v=DMARC1; p=none; rua=mailto:postmaster@" + domain;
        add("_dmarc." + domain, "TXT", state(answer, isRight), true, wanted, answer.orNone());
    }

    // RFC 8460 §3
    private void reports(String domain) {
        DnsAnswer<String> answer = dns.txt("_smtp._tls." + domain);
        List<String> found = answer.orNone().stream()
                .filter(each -> each.startsWith("v=TLSRPTv1"))
                .toList();
        boolean isRight = found.size() == 1
                && found.getFirst().matches("v=TLSRPTv1[ \\t]*;.*\\brua[ \\t]*=[ \\t]*(mailto|https):.*");
        String wanted = "v=TLSRPTv1; rua=mailto:postmaster@" + domain;
        add("_smtp._tls." + domain, "TXT", state(answer, isRight), false, wanted, answer.orNone());
    }

    private void service(String domain, String service, int port) {
        DnsAnswer<String> answer = dns.srv(service, domain);
        // What is said to be elsewhere, or nowhere, may be as it should.
        add(
                "_" + service + "._tcp." + domain,
                "SRV",
                state(answer, true),
                false,
                "0 1 " + port + " " + hostname + ".",
                answer.orNone());
    }

    private void autoconfig(String domain) {
        DnsAnswer<InetAddress> answer = dns.ipv4("autoconfig." + domain);
        add(
                "autoconfig." + domain,
                "A",
                state(answer, true),
                false,
                "the address of this host",
                texts(answer.orNone()));
    }
}
