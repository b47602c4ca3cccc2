package org.jdbmail.core.sieve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbmail.core.delivery.Arrival;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Outgoing.Due;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jspecify.annotations.Nullable;

/** What a script may know of a delivery beside the message. */
final class Surroundings {
    private Surroundings() {}

    /** The address that was written to, without its detail. */
    static EnvelopeAddress own(Arrival arrival) {
        EnvelopeAddress address = arrival.recipient().address();
        String detail = arrival.target().detail();
        return detail.isEmpty() || !address.localPart().endsWith("+" + detail)
                ? address
                : new EnvelopeAddress(
                        address.localPart().substring(0, address.localPart().length() - detail.length() - 1),
                        address.domain());
    }

    /** All addresses that mean the account here: as it was written to, with and without detail, before aliases, and its login. */
    static List<EnvelopeAddress> ownAddresses(Arrival arrival) {
        List<EnvelopeAddress> all = new ArrayList<>(List.of(
                own(arrival),
                arrival.recipient().address(),
                EnvelopeAddress.ofPlain(arrival.target().user().login())));
        String said = arrival.recipient().parameters().original();
        if (!said.isEmpty()) {
            all.add(EnvelopeAddress.ofPlain(said));
        }
        return all;
    }

    static DeliveryFacts of(Arrival arrival, SieveOptions options) {
        String recipient = arrival.recipient().address().plain();
        String said = arrival.recipient().parameters().original();
        String login = arrival.target().user().login();
        String own = own(arrival).plain();
        Set<String> all = new HashSet<>();
        all.add(own.toLowerCase(Locale.ROOT));
        all.add(login.toLowerCase(Locale.ROOT));
        return new DeliveryFacts(
                arrival.envelope().sender().plain(),
                recipient,
                said.isEmpty() ? recipient : said,
                login.contains("@") ? login : own,
                all,
                login,
                dsn(arrival),
                environment(options),
                arrival.received(),
                options.zone(),
                options.policy(),
                "<" + UUID.randomUUID() + "@" + options.hostname() + ">");
    }

    // RFC 5183 §4
    private static Map<String, String> environment(SieveOptions options) {
        String host = options.hostname();
        int dot = host.indexOf('.');
        return Map.of(
                "host", host,
                "domain", dot < 0 ? "" : host.substring(dot + 1),
                "location", "MS",
                "phase", "during",
                "name", "JDBMail");
    }

    private static DeliveryFacts.Dsn dsn(Arrival arrival) {
        RecipientParameters recipient = arrival.recipient().parameters();
        MailParameters mail = arrival.envelope().parameters();
        Due due = arrival.envelope().due();
        List<String> conditions = !recipient.notifyGiven()
                ? List.of()
                : recipient.reports().isEmpty()
                        ? List.of("NEVER")
                        : recipient.reports().stream().map(Enum::name).sorted().toList();
        return new DeliveryFacts.Dsn(
                conditions,
                recipient.originalType().isEmpty() ? null : recipient.originalType() + ";" + recipient.original(),
                ret(mail.returned()),
                mail.envelopeId().isEmpty() ? null : mail.envelopeId(),
                due == null ? null : due.by(),
                due == null ? null : due.isReturned() ? "R" : "N",
                false);
    }

    private static @Nullable String ret(MailParameters.Returned returned) {
        return switch (returned) {
            case UNSPECIFIED -> null;
            case FULL -> "FULL";
            case HEADERS -> "HDRS";
        };
    }
}
