package org.jdbmail.core.origin;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;

/**
 * The questions that one message gives rise to. Whoever writes it chooses how many they are and who is asked, so each being bounded is not enough: what is asked after this time counts as
 * not to be known now.
 *
 * @param until when no more is asked
 */
record TimedDns(DnsLookup dns, InstantSource clock, Instant until) implements DnsLookup {
    private <T> Answer<T> ask(Supplier<Answer<T>> question) {
        return clock.instant().isBefore(until)
                ? question.get()
                : new Answer.Failed<>("the name system has taken too long with this message");
    }

    @Override
    public Answer<String> txt(String name) {
        return ask(() -> dns.txt(name));
    }

    @Override
    public Answer<InetAddress> ipv4(String host) {
        return ask(() -> dns.ipv4(host));
    }

    @Override
    public Answer<InetAddress> ipv6(String host) {
        return ask(() -> dns.ipv6(host));
    }

    @Override
    public Answer<String> mx(String domain) {
        return ask(() -> dns.mx(domain));
    }

    @Override
    public Answer<String> names(InetAddress address) {
        return ask(() -> dns.names(address));
    }
}
