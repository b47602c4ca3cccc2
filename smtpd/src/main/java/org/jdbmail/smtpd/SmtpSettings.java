package org.jdbmail.smtpd;

import java.time.Duration;
import java.util.List;
import org.jdbmail.wire.limit.Network;

/**
 * What an administrator decides about the dialogue of a listener.
 *
 * @param hostname our own name in greetings and Received fields
 * @param role for whom the listener is
 * @param limits how much is taken
 * @param patience how long is waited
 * @param overQuotaIsFinal whether mail for a full account goes back at once ({@code quota_failure=hard}) instead of being tried again
 * @param xclientFrom the peers that may tell by XCLIENT and XFORWARD for whom they speak
 */
public record SmtpSettings(
        String hostname,
        Role role,
        Limits limits,
        Patience patience,
        boolean overQuotaIsFinal,
        List<Network> xclientFrom) {
    /** For whom a listener is. */
    public enum Role {
        /** Other servers, and programs that send through us: port 25. */
        TRANSFER,
        /** Users, who log in before they send (RFC 6409): ports 587 and 465. */
        SUBMISSION
    }

    /**
     * How much is taken.
     *
     * @param messageSize octets of a message at most, without what we put before it
     * @param recipients recipients of one transaction at most; more are asked to come again (RFC 5321 §4.5.3.1.8: at least 100)
     * @param errors mistakes after which a connection is closed
     * @param transactions messages of one connection at most; then it is closed in peace
     */
    public record Limits(long messageSize, int recipients, int errors, int transactions) {
        /** Checks them. */
        public Limits {
            if (messageSize < 1 || messageSize > 1L << 30) {
                throw new IllegalArgumentException("a message may have 1 octet to 1 GiB");
            }
            if (recipients < 1 || errors < 1 || transactions < 1) {
                throw new IllegalArgumentException("limits must be at least 1");
            }
        }

        /** What holds where nothing is configured. */
        public static final Limits USUAL = new Limits(100L << 20, 1000, 20, 1000);
    }

    /**
     * How long is waited.
     *
     * @param command how long a peer may be silent (RFC 5321 §4.5.3.2.7: 5 minutes)
     * @param message how long the data of one message may take in all
     */
    public record Patience(Duration command, Duration message) {
        /** What holds where nothing is configured. */
        public static final Patience USUAL = new Patience(Duration.ofMinutes(5), Duration.ofHours(1));
    }

    /** Copies the list. */
    public SmtpSettings {
        xclientFrom = List.copyOf(xclientFrom);
    }

    /** What holds where nothing is configured. */
    public static SmtpSettings defaults(String hostname, Role role) {
        return new SmtpSettings(hostname, role, Limits.USUAL, Patience.USUAL, false, List.of());
    }

    /** The same with other limits. */
    public SmtpSettings with(Limits others) {
        return new SmtpSettings(hostname, role, others, patience, overQuotaIsFinal, xclientFrom);
    }

    /** The same with other patience. */
    public SmtpSettings with(Patience other) {
        return new SmtpSettings(hostname, role, limits, other, overQuotaIsFinal, xclientFrom);
    }

    /** The same with another answer for full accounts. */
    public SmtpSettings withOverQuotaFinal(boolean isFinal) {
        return new SmtpSettings(hostname, role, limits, patience, isFinal, xclientFrom);
    }

    /** The same with other peers that may use XCLIENT. */
    public SmtpSettings withXclientFrom(List<Network> networks) {
        return new SmtpSettings(hostname, role, limits, patience, overQuotaIsFinal, networks);
    }
}
