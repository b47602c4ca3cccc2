package org.jdbmail.sieve.host;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a message for one recipient.
 *
 * @param sender the address of MAIL FROM; empty for the null one
 * @param recipient the address that was delivered to
 * @param original the address of RCPT TO before aliases; the same if there were none
 * @param owner the address that the owner of the scripts is known by; null if there is none
 * @param ownAddresses all addresses that mean the owner, in lower case
 * @param user the owner's account
 * @param dsn what the peer said of notifications and of time
 * @param environment items of the environment by their names (RFC 5183 §4), in lower case
 * @param received when the message came
 * @param zone where the owner is
 * @param policy what the administrator has set
 * @param messageId a Message-ID, with its angle brackets, for a message that we write; others are made from it
 */
public record DeliveryFacts(
        String sender,
        String recipient,
        String original,
        @Nullable String owner,
        Set<String> ownAddresses,
        String user,
        Dsn dsn,
        Map<String, String> environment,
        Instant received,
        ZoneId zone,
        ScriptPolicy policy,
        String messageId) {
    /** Copies the collections. */
    public DeliveryFacts {
        ownAddresses = Set.copyOf(ownAddresses);
        environment = Map.copyOf(environment);
    }

    /**
     * RFC 6009 §4 and §5: parameters of the envelope, decoded.
     *
     * @param conditions of NOTIFY, in capitals; empty if there is no NOTIFY
     */
    public record Dsn(
            List<String> conditions,
            @Nullable String orcpt,
            @Nullable String ret,
            @Nullable String envid,
            @Nullable Instant deliverBy,
            @Nullable String deliverByMode,
            boolean deliverByTrace) {
        /** Nothing was said. */
        public static final Dsn NONE = new Dsn(List.of(), null, null, null, null, null, false);

        /** Copies the list. */
        public Dsn {
            conditions = List.copyOf(conditions);
        }
    }

    /** Whether an address is one of the owner's. */
    public boolean isOwn(String address) {
        return !address.isEmpty()
                && (address.equalsIgnoreCase(recipient)
                        || address.equalsIgnoreCase(original)
                        || address.equalsIgnoreCase(owner)
                        || ownAddresses.contains(address.toLowerCase(Locale.ROOT)));
    }
}
