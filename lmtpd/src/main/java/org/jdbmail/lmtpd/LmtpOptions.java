package org.jdbmail.lmtpd;

import java.time.Duration;
import java.util.List;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.wire.limit.Network;

/**
 * How an LMTP server behaves.
 *
 * @param hostname our name in greetings and Received fields
 * @param limits how much a peer may say
 * @param patience how long it may take
 * @param overQuotaIsFinal whether mail for a full account goes back at once ({@code quota_failure=hard}) instead of being
 *     tried again
 * @param xclientFrom the peers that may tell by XCLIENT for whom they speak
 */
public record LmtpOptions(
        String hostname, Limits limits, Patience patience, boolean overQuotaIsFinal, List<Network> xclientFrom) {
    /**
     * How much a peer may say.
     *
     * @param messageOctets octets of a message at most, without what we put before it
     * @param recipients recipients of one transaction at most; more are asked to come again (RFC 5321 §4.5.3.1.8: at least 100)
     * @param errors mistakes in commands after which a connection is closed
     */
    public record Limits(long messageOctets, int recipients, int errors) {
        /** What holds where nothing is configured: 100 MiB, 1,000 recipients. */
        public static final Limits USUAL = new Limits(100L << 20, 1_000, 20);

        /** Checks them. */
        public Limits {
            if (messageOctets < 1 || messageOctets > 1L << 30) {
                throw new IllegalArgumentException("a message may have 1 octet to 1 GiB");
            }
            if (recipients < 1 || errors < 1) {
                throw new IllegalArgumentException("limits must be at least 1");
            }
        }
    }

    /**
     * How long a peer may take.
     *
     * @param command how long it may be silent (RFC 5321 §4.5.3.2.7: 5 minutes)
     * @param message how long the data of one message may take in all
     */
    public record Patience(Duration command, Duration message) {
        /** What holds where nothing is configured. */
        public static final Patience USUAL = new Patience(Duration.ofMinutes(5), Duration.ofHours(1));
    }

    /** Copies the list. */
    public LmtpOptions {
        xclientFrom = List.copyOf(xclientFrom);
    }

    /** What is used unless a setting says otherwise. */
    public static LmtpOptions usual(String hostname) {
        return new LmtpOptions(hostname, Limits.USUAL, Patience.USUAL, false, List.of());
    }

    /** What a settings file says. */
    public static LmtpOptions from(DeliverySettings delivery, NetworkSettings network, String hostname) {
        return new LmtpOptions(
                hostname,
                new Limits(delivery.maxMessageOctets(), delivery.maxRecipients(), Limits.USUAL.errors),
                new Patience(network.timeout(), Patience.USUAL.message),
                delivery.quotaFailure() == DeliverySettings.QuotaFailure.HARD,
                delivery.xclientNetworks().stream().map(Network::parse).toList());
    }
}
