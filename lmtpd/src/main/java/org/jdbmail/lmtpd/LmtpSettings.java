package org.jdbmail.lmtpd;

import java.time.Duration;
import java.util.List;
import org.jdbmail.wire.limit.Network;

/**
 * What an administrator decides about LMTP.
 *
 * @param hostname our name in greetings and Received fields
 * @param maxMessageSize octets of a message at most, without what we put before it
 * @param maxRecipients recipients of one transaction at most; more are asked to come again (RFC 5321 §4.5.3.1.8: at least
 *     100)
 * @param maxErrors mistakes in commands after which a connection is closed
 * @param commandTimeout how long a peer may be silent (RFC 5321 §4.5.3.2.7: 5 minutes)
 * @param messageTimeout how long the data of one message may take in all
 * @param overQuotaIsFinal whether mail for a full account goes back at once ({@code quota_failure=hard}) instead of being
 *     tried again
 * @param xclientFrom the peers that may tell by XCLIENT for whom they speak
 */
public record LmtpSettings(
        String hostname,
        long maxMessageSize,
        int maxRecipients,
        int maxErrors,
        Duration commandTimeout,
        Duration messageTimeout,
        boolean overQuotaIsFinal,
        List<Network> xclientFrom) {
    /** The default of {@code maxMessageSize}: 100 MiB. */
    public static final long DEFAULT_MAX_MESSAGE_SIZE = 100L << 20;

    /** Copies the list. */
    public LmtpSettings {
        xclientFrom = List.copyOf(xclientFrom);
        if (maxMessageSize < 1 || maxMessageSize > 1L << 30) {
            throw new IllegalArgumentException("a message may have 1 octet to 1 GiB");
        }
        if (maxRecipients < 1 || maxErrors < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** What holds where nothing is configured. */
    public static LmtpSettings defaults(String hostname) {
        return new LmtpSettings(
                hostname,
                DEFAULT_MAX_MESSAGE_SIZE,
                1000,
                20,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                false,
                List.of());
    }

    /** The same with other limits. */
    public LmtpSettings withLimits(long messageSize, int recipients, int errors) {
        return new LmtpSettings(
                hostname,
                messageSize,
                recipients,
                errors,
                commandTimeout,
                messageTimeout,
                overQuotaIsFinal,
                xclientFrom);
    }

    /** The same with other patience. */
    public LmtpSettings withTimeouts(Duration command, Duration message) {
        return new LmtpSettings(
                hostname, maxMessageSize, maxRecipients, maxErrors, command, message, overQuotaIsFinal, xclientFrom);
    }

    /** The same with another answer for full accounts. */
    public LmtpSettings withOverQuotaFinal(boolean isFinal) {
        return new LmtpSettings(
                hostname,
                maxMessageSize,
                maxRecipients,
                maxErrors,
                commandTimeout,
                messageTimeout,
                isFinal,
                xclientFrom);
    }

    /** The same with other peers that may use XCLIENT. */
    public LmtpSettings withXclientFrom(List<Network> networks) {
        return new LmtpSettings(
                hostname,
                maxMessageSize,
                maxRecipients,
                maxErrors,
                commandTimeout,
                messageTimeout,
                overQuotaIsFinal,
                networks);
    }
}
