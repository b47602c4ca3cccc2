package org.jdbmail.core.smtp;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.AsciiCase;

/**
 * What a trusted peer tells of the client for which it speaks, by Postfix's commands XCLIENT and XFORWARD. An attribute that is
 * {@code [UNAVAILABLE]} or {@code [TEMPUNAVAIL]} is there with an empty value.
 *
 * @param values decoded values of the attributes that were given
 */
public record XclientAttributes(Map<Name, String> values) {
    /** The attributes, as they are told in the reply to EHLO or LHLO. */
    public enum Name {
        NAME,
        ADDR,
        PORT,
        PROTO,
        HELO,
        LOGIN,
        DESTADDR,
        DESTPORT,
        IDENT,
        SOURCE
    }

    /** Those of XCLIENT, in the order in which they are told. */
    public static final List<Name> XCLIENT =
            List.of(Name.NAME, Name.ADDR, Name.PORT, Name.PROTO, Name.HELO, Name.LOGIN, Name.DESTADDR, Name.DESTPORT);

    /** Those of XFORWARD. */
    public static final List<Name> XFORWARD =
            List.of(Name.NAME, Name.ADDR, Name.PORT, Name.PROTO, Name.HELO, Name.IDENT, Name.SOURCE);

    /** Copies the map. */
    public XclientAttributes {
        values = Map.copyOf(values);
    }

    /** The value of an attribute, empty if it is unavailable; or what is given here if it was not told. */
    public String or(Name name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** Reads {@code name=value} words; values are xtext. */
    static XclientAttributes parse(String text, String command, List<Name> known) throws SmtpSyntaxException {
        Map<Name, String> all = new EnumMap<>(Name.class);
        for (Map.Entry<String, String> each : Parameters.split(text).entrySet()) {
            Name name = name(each.getKey(), command, known);
            String value = each.getValue();
            boolean unavailable = AsciiCase.same(value, "[UNAVAILABLE]") || AsciiCase.same(value, "[TEMPUNAVAIL]");
            all.put(name, unavailable ? "" : checked(name, command, Xtext.decode(value)));
        }
        if (all.isEmpty()) {
            throw Parameters.bad(command + " needs attributes");
        }
        return new XclientAttributes(all);
    }

    private static Name name(String keyword, String command, List<Name> known) throws SmtpSyntaxException {
        for (Name name : known) {
            if (name.name().equals(keyword)) {
                return name;
            }
        }
        throw Parameters.bad(command + " attribute " + keyword + " not known");
    }

    private static String checked(Name name, String command, String value) throws SmtpSyntaxException {
        if (value.isEmpty() || value.length() > 255 || value.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw Parameters.bad("value of " + command + " attribute " + name + " not understood");
        }
        return switch (name) {
            case ADDR, DESTADDR -> address(value);
            case PORT, DESTPORT -> {
                if (Parameters.number(value) > 65535) {
                    throw Parameters.bad("port out of range");
                }
                yield value;
            }
            case PROTO -> {
                String protocol = AsciiCase.upper(value);
                if (!protocol.equals("SMTP") && !protocol.equals("ESMTP") && !protocol.equals("LMTP")) {
                    throw Parameters.bad("PROTO is SMTP, ESMTP or LMTP");
                }
                yield protocol;
            }
            case NAME, HELO, LOGIN, IDENT -> value;
            case SOURCE -> {
                if (!AsciiCase.same(value, "LOCAL") && !AsciiCase.same(value, "REMOTE")) {
                    throw Parameters.bad("SOURCE is LOCAL or REMOTE");
                }
                yield AsciiCase.upper(value);
            }
        };
    }

    // IPv4 as it is, IPv6 with the prefix "IPV6:"; never a name, which would be looked up.
    private static String address(String value) throws SmtpSyntaxException {
        String bare = value.regionMatches(true, 0, "IPV6:", 0, 5) ? value.substring(5) : value;
        try {
            return InetAddress.ofLiteral(bare).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw Parameters.bad("address not understood");
        }
    }
}
