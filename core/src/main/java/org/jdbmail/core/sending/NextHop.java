package org.jdbmail.core.sending;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is handed to next, written as Postfix has it: {@code example.com} for the servers of a domain, {@code [mail.example.com]} for a
 * host, each with {@code :port} or not.
 *
 * @param name the domain or host, in small letters; an address without brackets
 * @param port the port
 * @param isDomain whether its MX records tell the hosts
 */
public record NextHop(String name, int port, boolean isDomain) {
    /** Where servers listen. */
    public static final int SMTP = 25;

    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]+))(?::(\\w{1,20}))?");

    /** The servers of a domain; an address literal is a host. */
    public static NextHop ofDomain(String domain, int port) {
        if (domain.startsWith("[") && domain.endsWith("]")) {
            String inside = domain.substring(1, domain.length() - 1);
            boolean isSix = inside.regionMatches(true, 0, "IPv6:", 0, 5);
            return new NextHop(isSix ? inside.substring(5) : inside, port, false);
        }
        return new NextHop(domain.toLowerCase(Locale.ROOT), port, true);
    }

    /** Reads it; empty if it is none. */
    public static Optional<NextHop> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = port(matcher.group(3));
        String host = matcher.group(1);
        boolean isDomain = host == null;
        String name = (isDomain ? matcher.group(2) : host).toLowerCase(Locale.ROOT);
        String bare = name.startsWith("ipv6:") ? name.substring(5) : name;
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new NextHop(bare, port, isDomain));
    }

    private static int port(@Nullable String word) {
        if (word == null) {
            return SMTP;
        }
        return switch (word) {
            case "smtp" -> SMTP;
            case "submission" -> 587;
            case "submissions", "smtps" -> 465;
            default -> word.matches("\\d{1,5}") ? Integer.parseInt(word) : 0;
        };
    }

    /** As it is written. */
    @Override
    public String toString() {
        return (isDomain ? name : "[" + name + "]") + (port == SMTP ? "" : ":" + port);
    }
}
