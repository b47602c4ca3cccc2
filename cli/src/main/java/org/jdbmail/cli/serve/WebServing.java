package org.jdbmail.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.cli.dbmail.Version;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.HttpSettings;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.SaslSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.webd.WebOptions;
import org.jdbmail.webd.WebServer;
import org.jdbmail.webd.autoconfig.Autoconfiguration;
import org.jdbmail.webd.dbmail.Access;
import org.jdbmail.webd.dbmail.DbmailAddresses;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.watch.Health;
import org.jdbmail.webd.watch.Metrics;
import org.jdbmail.webd.watch.Metrics.Family;
import org.jdbmail.webd.watch.ProcessMetrics;
import org.jdbmail.wire.tls.TlsContexts;

/** The web server of a process: which paths it has, and what it measures of the others. */
final class WebServing implements AutoCloseable {
    /** Whether there is one. */
    enum Choice {
        /** None. */
        NEVER,
        /** If the settings give it a port. */
        AS_SET,
        /** On DBMail's port, if they give none. */
        ALWAYS
    }

    /**
     * Whether there is one, and where.
     *
     * @param port before that of the settings
     */
    record Wish(Choice choice, OptionalInt port) {
        /** No web server. */
        static final Wish NONE = new Wish(Choice.NEVER, OptionalInt.empty());

        /** Whether there is one with these settings. */
        boolean isGranted(Settings settings) {
            return switch (choice) {
                case NEVER -> false;
                case AS_SET ->
                    HttpSettings.from(settings).port().isPresent()
                            || HttpSettings.from(settings).tlsPort().isPresent();
                case ALWAYS -> true;
            };
        }
    }

    /** A form has a message in it, with each octet in up to three. */
    private static final int MOST_OCTETS = 64 << 20;

    private final WebServer server;
    private final AtomicBoolean isStopping;

    private WebServing(WebServer server, AtomicBoolean isStopping) {
        this.server = server;
        this.isStopping = isStopping;
    }

    /**
     * Listens.
     *
     * @param measured what else is measured
     * @param hostname our own name
     * @param port before that of the settings
     * @param open the other services
     * @param tls certificates, if there are any
     * @param work does long work for the sessions
     */
    static WebServing start(
            Settings settings,
            Store store,
            Logins logins,
            List<Family> measured,
            String hostname,
            OptionalInt port,
            List<Servers.Open> open,
            Optional<TlsContexts> tls,
            WorkPool work)
            throws Failure {
        HttpSettings http = HttpSettings.from(settings);
        AtomicBoolean isStopping = new AtomicBoolean();
        Router router = new Router();
        new Health(store, isStopping::get).addTo(router);
        InstantSource clock = InstantSource.system();
        List<Family> families = new ArrayList<>(ProcessMetrics.families(Version.NUMBER, clock));
        families.addAll(ServiceMetrics.families(() -> counts(open), work, settings, clock));
        families.addAll(measured);
        new Metrics(families).addTo(router);
        Access access = new Access(logins.authenticator(), http.admin(), http.realm(), Logins.within(http.proxies()));
        new DbmailAddresses(
                        store,
                        access,
                        LoginSettings.from(settings).scheme(),
                        SaslSettings.from(settings).keys() != SaslSettings.Keys.NEVER)
                .addTo(router);
        WebSite.Doors doors = WebSite.addTo(router, settings, store, logins, hostname, () -> counts(open));
        if (http.tlsPort().isPresent() && tls.isEmpty()) {
            throw new Failure(Failure.CONFIGURATION, "tls_port under [HTTP] needs tls_cert and tls_key");
        }
        boolean speaksTls = port.isEmpty() && http.tlsPort().isPresent() && tls.isPresent();
        int chosen = port.orElse(http.port().orElse(speaksTls ? WebOptions.NOWHERE : HttpSettings.USUAL_PORT));
        List<InetAddress> addresses = port.isPresent() ? List.of(InetAddress.getLoopbackAddress()) : http.addresses();
        long most = Math.min(MOST_OCTETS, 3 * DeliverySettings.from(settings).maxMessageOctets() + 1_024);
        WebOptions usual = WebOptions.usual(addresses, chosen, (int) most);
        try {
            WebServer server = WebServer.start(
                    speaksTls ? usual.with(new WebOptions.Tls(http.tlsPort().getAsInt(), tls.get())) : usual,
                    head -> doors.atTheDoor(head, access),
                    request -> router.answer(Autoconfiguration.inOurCase(request))
                            .orElseGet(() -> WebSite.isOfPages(request.path())
                                    ? doors.front().nowhere(request)
                                    : DbmailAddresses.elsewhere()));
            return new WebServing(server, isStopping);
        } catch (IOException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    "http cannot listen on port " + chosen + " (" + e.getMessage() + "); give [HTTP] another port",
                    e);
        }
    }

    private static Map<String, Integer> counts(List<Servers.Open> open) {
        Map<String, Integer> counts = new TreeMap<>();
        open.forEach(one -> counts.merge(one.service().word(), one.listener().connections(), Integer::sum));
        return counts;
    }

    /** Where it listens. */
    List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** Where it listens for TLS. */
    List<InetSocketAddress> tlsAddresses() {
        return server.tlsAddresses();
    }

    /** From now on it says that the process is not ready for work. */
    void drain() {
        isStopping.set(true);
    }

    @Override
    public void close() {
        drain();
        server.close();
    }
}
