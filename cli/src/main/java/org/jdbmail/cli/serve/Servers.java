package org.jdbmail.cli.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.jdbmail.core.store.Store;
import org.jdbmail.wire.ListenException;
import org.jdbmail.wire.Listener;
import org.jdbmail.wire.TlsContexts;
import org.jdbmail.wire.TlsMode;
import org.jdbmail.wire.TlsSettings;
import org.jdbmail.wire.WireServer;
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
    private final List<Open> open;
    private final Optional<TlsContexts> certificate;

    private Servers(Store store, Fronts fronts, WireServer wire, List<Open> open, Optional<TlsContexts> certificate) {
        this.store = store;
        this.fronts = fronts;
        this.wire = wire;
        this.open = open;
        this.certificate = certificate;
    }

    /**
     * Starts services. If one cannot start, none does, and the store is closed.
     *
     * @param ports where each service listens
     */
    static Servers start(Settings settings, Store store, Set<Service> services, Ports ports) throws Failure {
        WireServer wire = new WireServer();
        boolean isStarted = false;
        try {
            Optional<TlsContexts> certificate = certificate(settings);
            Fronts fronts = new Fronts(settings, store);
            List<Open> open = new ArrayList<>();
            for (Service service : services) {
                NetworkSettings network = ports.of(service, service.network(settings));
                var handler = fronts.of(service);
                for (Endpoint endpoint : Endpoint.of(service, network, certificate.map(TlsSettings::of))) {
                    open.add(new Open(service, endpoint.tlsMode(), wire.listen(endpoint.config(), handler)));
                }
            }
            if (open.isEmpty()) {
                throw new Failure(
                        Failure.CONFIGURATION, "no service has a port: give one a port, a tls_port or a socket");
            }
            isStarted = true;
            store.startUpkeep();
            fronts.delivering().start();
            return new Servers(store, fronts, wire, List.copyOf(open), certificate);
        } catch (ListenException e) {
            throw new Failure(Failure.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } finally {
            if (!isStarted) {
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

    private static Optional<TlsContexts> certificate(Settings settings) throws Failure {
        try {
            Optional<TlsFiles> files = TlsFiles.from(settings);
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TlsContexts.fromPem(
                            files.get().certificate(), files.get().key()));
        } catch (BadSettings | IOException e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /** The listeners, in the order in which services were named. */
    List<Open> open() {
        return open;
    }

    /** Reads the certificate again; the old one stays in use when the new one cannot be. */
    void renewCertificate() {
        certificate.ifPresent(contexts -> {
            try {
                contexts.reload();
                LOG.info("the certificate was read again");
            } catch (IOException e) {
                LOG.error("the old certificate stays in use: {}", e.getMessage());
            }
        });
    }

    /** Takes no new connections, lets open commands finish, ends what then still runs, and closes the store. */
    @Override
    public void close() {
        LOG.info("stopping");
        wire.stop(GRACE);
        fronts.close();
        store.close();
        LOG.info("stopped");
    }
}
