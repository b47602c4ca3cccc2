package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.origin.Origin;
import org.jdbmail.core.origin.OriginDns;
import org.jdbmail.core.queue.Signer;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.settings.OriginSettings;
import org.jdbmail.core.settings.ReceptionSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.wire.limit.Network;

/**
 * What looks at mail that comes by SMTP, and signs mail that leaves, as the settings say.
 *
 * @param inspector looks at what comes
 * @param signer signs what leaves for other servers
 */
record MailChecks(Inspector inspector, Signer signer) {
    /** As the settings say. */
    static MailChecks of(Settings settings, Store store, Dns dns, String hostname, InstantSource clock) {
        Origin origin = Origin.of(
                store,
                OriginSettings.from(settings).options(hostname, trusted(ReceptionSettings.from(settings))),
                new OriginDns(dns),
                clock,
                Inspector.none());
        return new MailChecks(origin.inspector(), origin.signer());
    }

    /** Whose mail is as good as our users'. */
    static Predicate<InetAddress> trusted(ReceptionSettings chosen) {
        List<Network> networks =
                chosen.trustedNetworks().stream().map(Network::parse).toList();
        return address -> networks.stream().anyMatch(network -> network.contains(address));
    }
}
