package org.jdbmail.core.origin;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.dns.Mx;

/**
 * What the checks ask, asked of the server's own name servers.
 *
 * @param dns asks them
 */
public record OriginDns(Dns dns) implements DnsLookup {
    private static <T> Answer<T> answer(DnsAnswer<T> answer) {
        return switch (answer) {
            case DnsAnswer.Found<T> found -> new Answer.Found<>(found.records());
            case DnsAnswer.Nothing<T> nothing -> new Answer.None<>(nothing.isName());
            case DnsAnswer.Trouble<T> trouble -> new Answer.Failed<>(trouble.why());
        };
    }

    @Override
    public Answer<String> txt(String name) {
        return answer(dns.txt(name));
    }

    @Override
    public Answer<InetAddress> ipv4(String host) {
        return answer(dns.ipv4(host));
    }

    @Override
    public Answer<InetAddress> ipv6(String host) {
        return answer(dns.ipv6(host));
    }

    @Override
    public Answer<String> mx(String domain) {
        return switch (dns.mx(domain)) {
            case DnsAnswer.Found<Mx> found -> {
                List<String> hosts = found.records().stream()
                        .sorted(Comparator.comparingInt(Mx::preference))
                        .map(Mx::host)
                        .toList();
                yield new Answer.Found<>(hosts);
            }
            case DnsAnswer.Nothing<Mx> nothing -> new Answer.None<>(nothing.isName());
            case DnsAnswer.Trouble<Mx> trouble -> new Answer.Failed<>(trouble.why());
        };
    }

    @Override
    public Answer<String> names(InetAddress address) {
        return answer(dns.names(address));
    }
}
