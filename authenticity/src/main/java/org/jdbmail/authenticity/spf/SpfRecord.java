package org.jdbmail.authenticity.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a domain publishes (RFC 7208 §4.6.1).
 *
 * @param directives in their order
 * @param redirect where the answer is if none of them matches
 * @param explanation where the text is for those who may not send
 */
record SpfRecord(List<Directive> directives, Optional<Macro> redirect, Optional<Macro> explanation) {
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)", Pattern.DOTALL);
    private static final Pattern DIRECTIVE = Pattern.compile("([-+?~]?)([A-Za-z0-9]+)(.*)", Pattern.DOTALL);
    private static final Pattern BITS = Pattern.compile("(?:/(0|[1-9][0-9]{0,2}))?(?://(0|[1-9][0-9]{0,2}))?");
    private static final Pattern BITS_AT_END = Pattern.compile("(.*?)((?:/[0-9]+)?(?://[0-9]+)?)", Pattern.DOTALL);
    private static final Pattern IPV4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])");

    /**
     * A mechanism with what it means that it matches.
     *
     * @param text as it stands in the record
     */
    record Directive(SpfOutcome outcome, Mechanism mechanism, String text) {}

    SpfRecord {
        directives = List.copyOf(directives);
    }

    // RFC 7208 §4.5
    static boolean is(String text) {
        return text.regionMatches(true, 0, "v=spf1", 0, 6) && (text.length() == 6 || text.charAt(6) == ' ');
    }

    static SpfRecord of(String text) throws SpfException {
        List<Directive> directives = new ArrayList<>();
        Macro redirect = null;
        Macro explanation = null;
        for (String term : text.substring(6).split(" +")) {
            if (term.isEmpty()) {
                continue;
            }
            Matcher modifier = MODIFIER.matcher(term);
            if (!modifier.matches()) {
                directives.add(directive(term));
                continue;
            }
            String value = modifier.group(2);
            switch (modifier.group(1).toLowerCase(Locale.ROOT)) {
                case "redirect" -> redirect = once(redirect, value);
                case "exp" -> explanation = once(explanation, value);
                // RFC 7208 §6: those that nobody knows mean nothing.
                default -> Macro.check(value);
            }
        }
        return new SpfRecord(directives, Optional.ofNullable(redirect), Optional.ofNullable(explanation));
    }

    private static Macro once(@Nullable Macro before, String value) throws SpfException {
        if (before != null) {
            throw SpfException.permanent("a modifier twice");
        }
        return Macro.domain(value);
    }

    private static Directive directive(String term) throws SpfException {
        Matcher matcher = DIRECTIVE.matcher(term);
        if (!matcher.matches()) {
            throw SpfException.permanent("no term: " + term);
        }
        SpfOutcome outcome = switch (matcher.group(1)) {
            case "-" -> SpfOutcome.FAIL;
            case "~" -> SpfOutcome.SOFTFAIL;
            case "?" -> SpfOutcome.NEUTRAL;
            default -> SpfOutcome.PASS;
        };
        String rest = matcher.group(3);
        Mechanism mechanism = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "all" -> {
                if (!rest.isEmpty()) {
                    throw SpfException.permanent("no term: " + term);
                }
                yield new Mechanism.All();
            }
            case "include" -> new Mechanism.Include(Macro.domain(argument(rest, term)));
            case "exists" -> new Mechanism.Exists(Macro.domain(argument(rest, term)));
            case "ptr" ->
                new Mechanism.Ptr(rest.isEmpty() ? Optional.empty() : Optional.of(Macro.domain(argument(rest, term))));
            case "a" -> {
                Place place = Place.of(rest, term);
                yield new Mechanism.A(place.domain, place.bits4, place.bits6);
            }
            case "mx" -> {
                Place place = Place.of(rest, term);
                yield new Mechanism.Mx(place.domain, place.bits4, place.bits6);
            }
            case "ip4" -> ip4(argument(rest, term), term);
            case "ip6" -> ip6(argument(rest, term), term);
            default -> throw SpfException.permanent("an unknown mechanism: " + term);
        };
        return new Directive(outcome, mechanism, term);
    }

    private static String argument(String rest, String term) throws SpfException {
        if (!rest.startsWith(":") || rest.length() < 2) {
            throw SpfException.permanent("no term: " + term);
        }
        return rest.substring(1);
    }

    /** A domain and how many bits of addresses count. */
    private record Place(Optional<Macro> domain, int bits4, int bits6) {
        static Place of(String rest, String term) throws SpfException {
            Matcher parts = BITS_AT_END.matcher(rest);
            Matcher bits = parts.matches() ? BITS.matcher(parts.group(2)) : null;
            if (bits == null || !bits.matches()) {
                throw SpfException.permanent("no number of bits: " + term);
            }
            String domain = parts.group(1);
            return new Place(
                    domain.isEmpty() ? Optional.empty() : Optional.of(Macro.domain(argument(domain, term))),
                    bits(bits.group(1), 32, term),
                    bits(bits.group(2), 128, term));
        }
    }

    private static int bits(@Nullable String text, int most, String term) throws SpfException {
        int bits = text == null ? most : Integer.parseInt(text);
        if (bits > most) {
            throw SpfException.permanent("too many bits: " + term);
        }
        return bits;
    }

    private static Mechanism ip4(String text, String term) throws SpfException {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!IPV4.matcher(address).matches()) {
            throw SpfException.permanent("no address: " + term);
        }
        return new Mechanism.Ip(InetAddress.ofLiteral(address), length(text, slash, 32, term));
    }

    private static Mechanism ip6(String text, String term) throws SpfException {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (address.indexOf(':') < 0 || address.indexOf('%') >= 0) {
                throw SpfException.permanent("no address: " + term);
            }
            InetAddress network = InetAddress.ofLiteral(address);
            int bits = length(text, slash, 128, term);
            // Java makes an address of IPv4 of ::ffff:192.0.2.1; such networks hold no address that comes by IPv6.
            return new Mechanism.Ip(network, network.getAddress().length == 4 ? Math.max(0, bits - 96) : bits);
        } catch (IllegalArgumentException e) {
            throw SpfException.permanent("no address: " + term);
        }
    }

    private static int length(String text, int slash, int most, String term) throws SpfException {
        String bits = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
        if (!bits.matches("0|[1-9][0-9]{0,2}")) {
            throw SpfException.permanent("no number of bits: " + term);
        }
        return bits(bits, most, term);
    }
}
