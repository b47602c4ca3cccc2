package org.jdbmail.core.reception;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.rewriting.Rewriting;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.AddressMap;

/**
 * What an administrator decides about mail that others bring.
 *
 * @param hostname our own name
 * @param trusted addresses from where mail for anywhere is taken ({@code mynetworks}), and of which nothing is counted
 * @param fingerprints SHA-256 of certificates whose owners may send mail anywhere, in hexadecimal digits
 * @param isOpen whether mail for anywhere is taken from anywhere, which the settings must say in so many words
 * @param postmaster who gets mail for {@code postmaster} where no alias or account of that name does; the null address for the first account
 * @param limits what one client may do in a minute
 * @param restrictions lists of words that are carried out for each recipient
 * @param owns whether who has logged in may send as himself only
 * @param recipients which recipients there are, and what their addresses become
 */
public record ReceptionOptions(
        String hostname,
        Predicate<InetAddress> trusted,
        Set<String> fingerprints,
        boolean isOpen,
        EnvelopeAddress postmaster,
        Limits limits,
        Restricted restrictions,
        boolean owns,
        Recipients recipients) {
    /** One with nothing that has to be asked for. */
    public ReceptionOptions(
            String hostname,
            Predicate<InetAddress> trusted,
            Set<String> fingerprints,
            boolean isOpen,
            EnvelopeAddress postmaster,
            Limits limits) {
        this(hostname, trusted, fingerprints, isOpen, postmaster, limits, Restricted.NONE, false, Recipients.ALL);
    }

    /** RFC 5321 §6.3: a message that has passed more servers than that goes round in a circle. */
    static final int MOST_HOPS = 100;

    /** Copies the set. */
    public ReceptionOptions {
        fingerprints = Set.copyOf(fingerprints);
    }

    /**
     * What one client may do in a minute; 0 is without limit.
     *
     * @param connections connections that it opens
     * @param messages messages that it begins
     * @param recipients recipients that it names
     * @param errors mistakes that it makes
     * @param accountRecipients recipients that one account names in an hour
     */
    public record Limits(int connections, int messages, int recipients, int errors, int accountRecipients) {
        /** None. */
        public static final Limits NONE = new Limits(0, 0, 0, 0, 0);
    }

    /**
     * Which recipients there are, where tables say so, and what addresses become.
     *
     * @param local those of local domains that are taken at all; empty for those who are accounts and aliases
     * @param relayed those of domains that are relayed for; empty for all
     * @param canonical other addresses in place of those in envelopes, and in headers of mail of ours
     */
    public record Recipients(Optional<AddressMap> local, Optional<AddressMap> relayed, Rewriting canonical) {
        /** All, as they are. */
        public static final Recipients ALL = new Recipients(Optional.empty(), Optional.empty(), Rewriting.NONE);
    }

    /**
     * The lists, in the order in which they are carried out, and what holds of policy services that are named without it, be it in a list, in a table, or by another service.
     *
     * @param patience how long a service may take
     * @param ifAway what is done where one is away or takes too long, in the words of access(5)
     */
    public record Restricted(
            List<Restriction> client,
            List<Restriction> helo,
            List<Restriction> sender,
            List<Restriction> recipient,
            Duration patience,
            String ifAway) {
        /** Nothing, and nobody is asked. */
        public static final Restricted NONE =
                new Restricted(List.of(), List.of(), List.of(), List.of(), Duration.ZERO, "DEFER");
    }

    /** The same with other recipients. */
    public ReceptionOptions with(Recipients others) {
        return new ReceptionOptions(
                hostname, trusted, fingerprints, isOpen, postmaster, limits, restrictions, owns, others);
    }

    /** The same, owning up to one's name or not. */
    public ReceptionOptions withOwnSenders(boolean isNeeded) {
        return new ReceptionOptions(
                hostname, trusted, fingerprints, isOpen, postmaster, limits, restrictions, isNeeded, recipients);
    }

    /** The same with other lists. */
    public ReceptionOptions with(Restricted lists) {
        return new ReceptionOptions(
                hostname, trusted, fingerprints, isOpen, postmaster, limits, lists, owns, recipients);
    }

    /** Nobody is trusted, and nothing limited. */
    public static ReceptionOptions usual(String hostname) {
        return new ReceptionOptions(hostname, address -> false, Set.of(), false, EnvelopeAddress.NULL, Limits.NONE);
    }
}
