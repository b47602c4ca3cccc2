package org.jdbmail.core.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.table.LookupTable;
import org.jspecify.annotations.Nullable;

/**
 * Says how a recipient is reached, in the order and by the tables that Postfix has: the transport table, the relay of the sender, the relay of
 * all, and else the servers of the domain.
 *
 * @param relay where all mail goes that nothing else says of; empty for the servers of each domain
 * @param transports ways by recipient or domain ({@code transport_maps})
 * @param senderRelays relays by sender ({@code sender_dependent_relayhost_maps})
 * @param passwords names and passwords by next hop or sender ({@code smtp_sasl_password_maps})
 * @param bySender whether the sender's entry among the passwords comes first ({@code smtp_sender_dependent_authentication})
 * @param port where the servers of domains listen
 */
public record Routes(
        Optional<NextHop> relay,
        LookupTable transports,
        LookupTable senderRelays,
        LookupTable passwords,
        boolean bySender,
        int port) {
    /** Each domain by its own servers. */
    public static Routes direct() {
        return new Routes(
                Optional.empty(), LookupTable.EMPTY, LookupTable.EMPTY, LookupTable.EMPTY, false, NextHop.SMTP);
    }

    /** The way of one recipient. */
    public Route of(EnvelopeAddress sender, EnvelopeAddress recipient) {
        Optional<String> transport = transports.first(recipient.plain(), parts(recipient));
        if (transport.isPresent() && !transport.get().equals(":")) {
            return transport(transport.get(), sender, recipient);
        }
        return server(relayOf(sender).orElseGet(() -> domain(recipient)), sender);
    }

    /**
     * Whether the transport table has an address itself, not only its domain: then its mail leaves, whoever the address would be here. So are lists kept by others in a
     * domain that has accounts, too.
     */
    public boolean hasOwnWay(EnvelopeAddress recipient) {
        if (recipient.domain().isEmpty()) {
            return false;
        }
        return transports
                .first(recipient.plain(), base(recipient))
                .filter(value -> !value.startsWith(":") && !value.startsWith("local:") && !value.startsWith("virtual:"))
                .isPresent();
    }

    private NextHop domain(EnvelopeAddress recipient) {
        return NextHop.ofDomain(recipient.domain(), port);
    }

    private Optional<NextHop> relayOf(EnvelopeAddress sender) {
        return senderRelays
                .first(sender.plain(), List.of("@" + sender.domain()))
                .filter(value -> !value.equals("DUNNO"))
                .flatMap(NextHop::parse)
                .or(() -> relay);
    }

    /** The address without its detail, where it has one. */
    private static List<String> base(EnvelopeAddress recipient) {
        int plus = recipient.localPart().indexOf('+');
        return plus > 0 ? List.of(recipient.localPart().substring(0, plus) + "@" + recipient.domain()) : List.of();
    }

    /** Postfix's transport(5), after the address: that without its detail, the domain, the domains above, and all. */
    private static List<String> parts(EnvelopeAddress recipient) {
        List<String> keys = new ArrayList<>(base(recipient));
        String domain = recipient.domain();
        keys.add(domain);
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            keys.add(domain.substring(dot));
        }
        keys.add("*");
        return keys;
    }

    private Route transport(String value, EnvelopeAddress sender, EnvelopeAddress recipient) {
        int colon = value.indexOf(':');
        String kind = colon < 0 ? value : value.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? "" : value.substring(colon + 1).strip();
        return switch (kind) {
            case "error", "retry" -> refuse(kind.equals("error"), rest);
            case "discard" -> new Route.Discard();
            case "smtp", "relay", "" ->
                rest.isEmpty()
                        ? server(
                                kind.isEmpty() ? relayOf(sender).orElseGet(() -> domain(recipient)) : domain(recipient),
                                sender)
                        : NextHop.parse(rest)
                                .map(hop -> server(hop, sender))
                                .orElseGet(() ->
                                        new Route.Refuse(false, "4.3.5", "transport " + value + " is not understood"));
            case "lmtp" ->
                NextHop.parse(rest.replaceFirst("^inet:", ""))
                        .<Route>map(hop -> new Route.Server(new NextHop(hop.name(), hop.port(), false), null, true))
                        .orElseGet(() -> new Route.Refuse(false, "4.3.5", "transport " + value + " is not understood"));
            default -> new Route.Refuse(false, "4.3.5", "there is no transport " + kind);
        };
    }

    private static Route refuse(boolean isFinal, String text) {
        String[] words = text.split("\\s+", 2);
        boolean hasStatus = words[0].matches("[45]\\.\\d{1,3}\\.\\d{1,3}");
        String why = hasStatus ? (words.length > 1 ? words[1] : "") : text;
        return new Route.Refuse(
                isFinal,
                hasStatus ? words[0] : isFinal ? "5.0.0" : "4.0.0",
                why.isEmpty() ? "mail is not sent there" : why);
    }

    private Route server(NextHop hop, EnvelopeAddress sender) {
        return new Route.Server(hop, login(hop, sender), false);
    }

    private SmtpPeer.@Nullable Login login(NextHop hop, EnvelopeAddress sender) {
        Optional<String> own = bySender && !sender.isNull()
                ? passwords.first(sender.plain(), List.of("@" + sender.domain()))
                : Optional.empty();
        return own.or(() -> passwords.first(hop.toString(), List.of(hop.name())))
                .map(found -> login(found, !SmtpPeer.isHere(hop.name())))
                .orElse(null);
    }

    private static SmtpPeer.Login login(String value, boolean isForNamed) {
        int colon = value.indexOf(':');
        return colon < 0
                ? new SmtpPeer.Login(value, "", isForNamed)
                : new SmtpPeer.Login(value.substring(0, colon), value.substring(colon + 1), isForNamed);
    }
}
