package org.jdbmail.authenticity;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;

/** A domain name system that knows what a test has told it. */
public final class FakeDns implements DnsLookup {
    private final Map<String, Map<String, List<String>>> records = new HashMap<>();
    private final Set<String> failing = new HashSet<>();
    private final List<String> asked = new ArrayList<>();

    /** Adds a record; MX as {@code 10 host}, TIMEOUT for a name of which nobody knows anything. */
    public FakeDns add(String name, String type, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        if (type.equals("TIMEOUT")) {
            failing.add(key);
        } else {
            records.computeIfAbsent(key, k -> new HashMap<>())
                    .computeIfAbsent(type, k -> new ArrayList<>())
                    .add(value);
        }
        return this;
    }

    /** Forgets all of a name. */
    public FakeDns remove(String name) {
        records.remove(name);
        return this;
    }

    /** What was asked for, as {@code TYPE name}. */
    public List<String> asked() {
        return asked;
    }

    private <T> Answer<T> ask(String name, String type, Function<String, T> meaning) {
        String key = name.toLowerCase(Locale.ROOT);
        asked.add(type + " " + key);
        Map<String, List<String>> all = records.get(key);
        for (int hops = 0; all != null && all.containsKey("CNAME"); hops++) {
            key = all.get("CNAME").getFirst().toLowerCase(Locale.ROOT);
            all = records.get(key);
            if (hops > 8) {
                return new Answer.Failed<>("a circle");
            }
        }
        List<String> right = all == null ? List.of() : all.getOrDefault(type, List.of());
        if (right.isEmpty()) {
            return failing.contains(key) ? new Answer.Failed<>("told to") : new Answer.None<>(all != null);
        }
        return new Answer.Found<>(right.stream().map(meaning).toList());
    }

    @Override
    public Answer<String> txt(String name) {
        return ask(name, "TXT", text -> text);
    }

    @Override
    public Answer<InetAddress> ipv4(String host) {
        return ask(host, "A", InetAddress::ofLiteral);
    }

    @Override
    public Answer<InetAddress> ipv6(String host) {
        return ask(host, "AAAA", InetAddress::ofLiteral);
    }

    @Override
    public Answer<String> mx(String domain) {
        return ask(domain, "MX", text -> text.substring(text.indexOf(' ') + 1));
    }

    @Override
    public Answer<String> names(InetAddress address) {
        StringBuilder name = new StringBuilder();
        for (byte octet : address.getAddress()) {
            name.insert(
                    0,
                    address.getAddress().length == 4
                            ? (octet & 0xff) + "."
                            : Integer.toHexString(octet & 15) + "." + Integer.toHexString(octet >> 4 & 15) + ".");
        }
        return ask(name + (address.getAddress().length == 4 ? "in-addr.arpa" : "ip6.arpa"), "PTR", text -> text);
    }

    /** A text whose characters are octets, as answers have it. */
    public static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
