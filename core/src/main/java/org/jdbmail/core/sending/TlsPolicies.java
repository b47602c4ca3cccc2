package org.jdbmail.core.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.table.LookupTable;

/**
 * How TLS is spoken with a next hop.
 *
 * @param usual where the table says nothing
 * @param table by next hop, domain, or {@code .} and a domain above ({@code smtp_tls_policy_maps}); the level is the first word of a value
 */
public record TlsPolicies(TlsPolicy usual, LookupTable table) {
    /** Among the names of a proof: that of the host. */
    static final String HOSTNAME = "(hostname)";

    /** What an administrator says of a next hop; empty where that is nothing but the usual. */
    Optional<TlsPolicy> of(NextHop hop) {
        List<String> parts = new ArrayList<>(List.of(hop.name()));
        for (int dot = hop.name().indexOf('.'); dot >= 0; dot = hop.name().indexOf('.', dot + 1)) {
            parts.add(hop.name().substring(dot));
        }
        return table.first(hop.toString(), parts).map(value -> policy(value, hop));
    }

    /** Postfix's smtp_tls_policy_maps: a level, and attributes of which {@code match} says for which names a certificate must be. */
    private TlsPolicy policy(String value, NextHop hop) {
        String[] words = value.strip().split("[\\s,;]+");
        TlsPolicy policy = secured(usual.with(level(words[0])), hop);
        for (String word : words) {
            if (word.startsWith("match=")) {
                policy = policy.with(new TlsPolicy.Proof(names(word.substring(6), hop), List.of()));
            }
        }
        return policy;
    }

    private static List<String> names(String pattern, NextHop hop) {
        List<String> names = new ArrayList<>();
        for (String word : pattern.split(":")) {
            switch (word) {
                case "hostname" -> names.add(HOSTNAME);
                case "nexthop" -> names.add(hop.name());
                case "dot-nexthop" -> names.add("." + hop.name());
                default -> names.add(word);
            }
        }
        return names;
    }

    /** The usual, for a next hop. */
    TlsPolicy usual(NextHop hop) {
        return secured(usual, hop);
    }

    private static TlsPolicy secured(TlsPolicy policy, NextHop hop) {
        return policy.level() == TlsPolicy.Level.SECURE
                ? policy.with(new TlsPolicy.Proof(List.of(hop.name(), "." + hop.name()), List.of()))
                : policy;
    }

    /** A level that is not understood is the strictest: whoever wrote it wanted more than nothing. */
    private static TlsPolicy.Level level(String word) {
        return switch (word) {
            case "none" -> TlsPolicy.Level.NONE;
            case "may" -> TlsPolicy.Level.MAY;
            case "encrypt" -> TlsPolicy.Level.ENCRYPT;
            case "dane" -> TlsPolicy.Level.DANE;
            case "dane-only" -> TlsPolicy.Level.DANE_ONLY;
            case "verify" -> TlsPolicy.Level.VERIFY;
            default -> TlsPolicy.Level.SECURE;
        };
    }
}
