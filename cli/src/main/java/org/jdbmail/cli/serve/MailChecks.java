package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.filter.ContentFilter;
import org.jdbmail.core.filter.FilterProgram;
import org.jdbmail.core.filter.HandOver;
import org.jdbmail.core.filter.InspectorChain;
import org.jdbmail.core.milter.Milters;
import org.jdbmail.core.origin.Origin;
import org.jdbmail.core.origin.OriginDns;
import org.jdbmail.core.queue.Program;
import org.jdbmail.core.queue.Signer;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.settings.FilterSettings;
import org.jdbmail.core.settings.OriginSettings;
import org.jdbmail.core.settings.ReceptionSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.wire.limit.Network;

/**
 * What looks at mail that comes by SMTP, and signs mail that leaves, as the settings say.
 *
 * @param inspector looks at what comes
 * @param signer signs what leaves for other servers
 */
record MailChecks(Inspector inspector, Signer signer) {
    /** As the settings say. */
    static MailChecks of(
            Settings settings,
            Store store,
            Dns dns,
            String hostname,
            Optional<Spools> spools,
            Optional<WorkPool> work,
            InstantSource clock) {
        FilterSettings filters = FilterSettings.from(settings);
        // Programs that take no mail by SMTP have no spools, and look at nothing.
        Inspector others = spools.map(each -> others(filters, hostname, each)).orElse(Inspector.none());
        ContentFilter filter = filters.filter()
                .<ContentFilter>map(peer ->
                        new HandOver(peer, hostname, filters.isFilterNeeded(), filters.patience(), store, clock))
                .orElse(ContentFilter.NONE);
        Origin origin = Origin.of(
                store,
                OriginSettings.from(settings).options(hostname, trusted(ReceptionSettings.from(settings))),
                new OriginDns(dns),
                clock,
                work,
                others,
                filter);
        return new MailChecks(origin.inspector(), origin.signer());
    }

    private static Inspector others(FilterSettings filters, String hostname, Spools spools) {
        Inspector milters = Milters.of(filters.milterOptions(hostname), spools);
        if (filters.program().isEmpty()) {
            return milters;
        }
        Inspector program = FilterProgram.of(
                filters.program(),
                new Program(filters.user(), false, filters.patience()),
                filters.isFilterNeeded(),
                spools);
        return filters.milters().isEmpty() ? program : InspectorChain.of(milters, program);
    }

    /** Whose mail is as good as our users'. */
    static Predicate<InetAddress> trusted(ReceptionSettings chosen) {
        List<Network> networks =
                chosen.trustedNetworks().stream().map(Network::parse).toList();
        return address -> networks.stream().anyMatch(network -> network.contains(address));
    }
}
