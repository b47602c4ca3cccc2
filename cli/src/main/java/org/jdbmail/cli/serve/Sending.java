package org.jdbmail.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.sending.Hosts;
import org.jdbmail.core.sending.ServerTransport;
import org.jdbmail.core.sending.TlsChooser;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.SendingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.sts.HttpsFetcher;
import org.jdbmail.core.sts.StsPolicies;
import org.jdbmail.core.table.LookupTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail that goes to the servers of its recipients, as the settings say. */
final class Sending {
    /** How long one name server is waited for. */
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    /** For how long a destination is left alone where nobody was reached. */
    private static final Duration REST = Duration.ofSeconds(60);

    /** How long a domain's policy is waited for. */
    private static final Duration STS_PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private Sending() {}

    static Dns dns(SendingSettings sending) {
        return new Dns(sending.resolver(), DNS_PATIENCE);
    }

    static Transport direct(
            Settings settings,
            SendingSettings sending,
            LookupTables tables,
            Dns dns,
            String hostname,
            InstantSource clock) {
        NetworkSettings own = NetworkSettings.smtp(settings);
        Hosts hosts = new Hosts(dns, hostname, address -> isOurs(own, address), new Random());
        return new ServerTransport(
                sending.routes(tables),
                hosts,
                new TlsChooser(sending.policies(tables), dns, sts(sending, dns, clock)),
                Patience.USUAL,
                sending.concurrency(),
                REST,
                clock);
    }

    private static Optional<StsPolicies> sts(SendingSettings sending, Dns dns, InstantSource clock) {
        if (!sending.heedsSts()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StsPolicies(
                    dns, new HttpsFetcher(TlsPolicy.context(sending.tls().authorities()), STS_PATIENCE), clock));
        } catch (IOException e) {
            LOG.error("policies of domains (MTA-STS) are not heeded: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether we listen there for mail. */
    private static boolean isOurs(NetworkSettings own, InetSocketAddress address) {
        return own.port().isPresent()
                && own.port().getAsInt() == address.getPort()
                && own.addresses().stream()
                        .anyMatch(each -> each.equals(address.getAddress())
                                || each.isAnyLocalAddress() && isOfThisMachine(address.getAddress()));
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false; // nobody can tell
        }
    }
}
