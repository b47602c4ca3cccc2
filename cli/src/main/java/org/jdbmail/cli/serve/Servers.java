package org.jdbmail.cli.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.StrangerSettings;
import org.jdbmail.core.settings.WorkSettings;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.wire.Listener;
import org.jdbmail.wire.WireLimits;
import org.jdbmail.wire.WireServer;
import org.jdbmail.wire.listener.ListenException;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All servers of a process at work over one store. */
final class Servers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);

    /** Open commands get this long to finish; with what follows it stays within ten seconds. */
    private static final Duration GRACE = Duration.ofSeconds(7);

    /** A listener that is open. */
    record Open(Service service, TlsMode tlsMode, Listener listener) {}

    private final Store store;
    private final Fronts fronts;
    private final WireServer wire;
    private final WorkPool work;
    private final List<Open> open;
    private final Optional<WebServing> web;
    private final Optional<CertificateWatch> certificate;

    private Servers(
            Store store,
            Fronts fronts,
            WireServer wire,
            WorkPool work,
            List<Open> open,
            Optional<WebServing> web,
            Optional<CertificateWatch> certificate) {
        this.store = store;
        this.fronts = fronts;
        this.wire = wire;
        this.work = work;
        this.open = open;
        this.web = web;
        this.certificate = certificate;
    }

    /**
     * Starts services. If one cannot start, none does, and the store is closed.
     *
     * @param ports where each service listens
     * @param wish whether there is a web server, too
     */
    static Servers start(Settings settings, Store store, Set<Service> services, Ports ports, WebServing.Wish wish)
            throws Failure {
        return start(settings, store, services, ports, wish, Optional.empty());
    }

    /**
     * As above.
     *
     * @param tracer hears what is done, if anybody wants to
     */
    static Servers start(
            Settings settings,
            Store store,
            Set<Service> services,
            Ports ports,
            WebServing.Wish wish,
            Optional<Tracer> tracer)
            throws Failure {
        LastResort lastResort = new LastResort();
        lastResort.watchAllThreads();
        StrangerSettings strangers = StrangerSettings.from(settings);
        WireLimits limits = WireLimits.usual(strangers.sessions(), strangers.perAddress());
        WireServer wire = new WireServer(limits, lastResort);
        WorkPool work = new WorkPool(WorkSettings.from(settings).limits());
        boolean isStarted = false;
        Optional<CertificateWatch> certificate = Optional.empty();
        Optional<WebServing> web = Optional.empty();
        try {
            certificate = CertificateWatch.begin(settings);
            Optional<TlsSettings> tls = certificate.isPresent()
                    ? Optional.of(
                            CertificateWatch.tls(settings, certificate.get().contexts()))
                    : Optional.empty();
            Fronts fronts = new Fronts(settings, store, work, tracer);
            List<Open> open = new ArrayList<>();
            for (Service service : services) {
                NetworkSettings network = ports.of(service, service.network(settings));
                var handler = fronts.of(service);
                for (Endpoint endpoint : Endpoint.of(service, network, tls)) {
                    open.add(new Open(service, endpoint.tlsMode(), wire.listen(endpoint.config(), handler)));
                }
            }
            web = wish.isGranted(settings)
                    ? Optional.of(
                            fronts.web(wish.port(), open, limits.budget(), certificate.map(CertificateWatch::contexts)))
                    : web;
            if (open.isEmpty() && web.isEmpty()) {
                throw new Failure(
                        Failure.CONFIGURATION, "no service has a port: give one a port, a tls_port or a socket");
            }
            isStarted = true;
            StartChecks.ofListeners(settings, open).forEach(LOG::warn);
            web.flatMap(one -> StartChecks.ofWeb(one.addresses())).ifPresent(LOG::warn);
            StartChecks.ofFileDescriptors(settings, open, strangers.sessions()).ifPresent(LOG::warn);
            store.startUpkeep();
            fronts.start();
            return new Servers(store, fronts, wire, work, List.copyOf(open), web, certificate);
        } catch (ListenException e) {
            throw new Failure(Failure.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } finally {
            if (!isStarted) {
                certificate.ifPresent(CertificateWatch::close);
                web.ifPresent(WebServing::close);
                work.close();
                wire.stop(Duration.ZERO);
                store.close();
            }
        }
    }

    /** Decides where a service listens, given what the settings say. */
    @FunctionalInterface
    interface Ports {
        NetworkSettings of(Service service, NetworkSettings configured);
    }

    /** The listeners, in the order in which services were named. */
    List<Open> open() {
        return open;
    }

    /** The web server, if there is one. */
    Optional<WebServing> web() {
        return web;
    }

    /** Reads the certificate again; the old one stays in use when the new one cannot be. */
    void renewCertificate() {
        certificate.ifPresent(CertificateWatch::renew);
    }

    /**
     * Takes no new connections, stops what computes, lets other open commands finish, ends what then still runs, and closes the
     * store.
     */
    @Override
    public void close() {
        LOG.info("stopping");
        web.ifPresent(WebServing::drain);
        certificate.ifPresent(CertificateWatch::close);
        work.close();
        wire.stop(GRACE);
        web.ifPresent(WebServing::close);
        fronts.close();
        store.close();
        LOG.info("stopped");
    }
}
