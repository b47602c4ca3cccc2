package org.jdbmail.core.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.origin.DomainRecords.Line;
import org.jdbmail.core.origin.DomainRecords.State;
import org.jdbmail.core.sts.PolicyFetcher;
import org.jdbmail.core.sts.StsPolicy;
import org.jdbmail.core.sts.StsRecord;

/**
 * What a domain of ours says by MTA-STS (RFC 8461): the record that announces a policy, and the policy itself, which has to name all servers of the domain, or those who heed it
 * send no mail to the others. A domain need not have one; one that is announced has to be there.
 */
final class StsLines {
    private StsLines() {}

    /** @param servers the names of all servers of the domain */
    static List<Line> of(Dns dns, PolicyFetcher fetcher, String domain, List<String> servers) {
        String name = "_mta-sts." + domain;
        DnsAnswer<String> answer = dns.txt(name);
        Optional<String> id = StsRecord.id(answer.orNone());
        Line record = new Line(
                name,
                "TXT",
                DomainRecords.state(answer, id.isPresent()),
                false,
                "v=STSv1; id=1",
                String.join(", ", answer.orNone()));
        return List.of(record, policy(dns, fetcher, domain, servers, id.isPresent()));
    }

    private static Line policy(
            Dns dns, PolicyFetcher fetcher, String domain, List<String> servers, boolean isAnnounced) {
        String host = "mta-sts." + domain;
        DnsAnswer<InetAddress> four = dns.ipv4(host);
        boolean isThere = !four.orNone().isEmpty() || !dns.ipv6(host).orNone().isEmpty();
        Found found = !isAnnounced
                ? new Found(State.MISSING, "")
                : isThere
                        ? fetched(fetcher, domain, servers)
                        : new Found(DomainRecords.state(four, false), host + " has no address");
        String wanted = "version: STSv1; mode: testing; "
                + servers.stream()
                        .map(each -> "mx: " + each.toLowerCase(Locale.ROOT) + "; ")
                        .collect(Collectors.joining())
                + "max_age: 604800";
        String place = "https://" + host + "/.well-known/mta-sts.txt";
        return new Line(place, "HTTPS", found.state(), isAnnounced, wanted, found.text());
    }

    private record Found(State state, String text) {}

    private static Found fetched(PolicyFetcher fetcher, String domain, List<String> servers) {
        try {
            String text = fetcher.fetch(domain);
            Optional<StsPolicy> policy = StsPolicy.parse(text);
            if (policy.isEmpty()) {
                return new Found(State.WRONG, "no policy");
            }
            String told = policy.get().mode().name().toLowerCase(Locale.ROOT) + ": "
                    + String.join(" ", policy.get().servers());
            boolean isRight = policy.get().mode() == StsPolicy.Mode.NONE
                    || servers.stream().allMatch(policy.get()::names);
            return new Found(isRight ? State.RIGHT : State.WRONG, told);
        } catch (IOException e) {
            return new Found(State.MISSING, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found(State.UNKNOWN, "");
        }
    }
}
