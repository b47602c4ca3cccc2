package org.jdbmail.cli.serve;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;

/**
 * One listener to be: a service, and how TLS begins on it.
 *
 * @param service what is spoken
 * @param tlsMode how TLS begins
 * @param config how to listen
 */
record Endpoint(Service service, TlsMode tlsMode, ListenerConfig config) {
    /**
     * The listeners of a service: in the clear (with STARTTLS where there is a certificate), with TLS from the first byte,
     * and on a Unix socket, as far as each was chosen.
     *
     * @param tls how TLS is spoken; none without a certificate
     */
    static List<Endpoint> of(Service service, NetworkSettings network, Optional<TlsSettings> tls) {
        List<Endpoint> all = new ArrayList<>();
        network.port()
                .ifPresent(port ->
                        all.add(tcp(service, network, port, tls.isPresent() ? TlsMode.STARTTLS : TlsMode.NONE, tls)));
        if (tls.isPresent()) {
            network.tlsPort().ifPresent(port -> all.add(tcp(service, network, port, TlsMode.IMPLICIT, tls)));
        }
        network.socket()
                .ifPresent(path -> all.add(new Endpoint(
                        service,
                        TlsMode.NONE,
                        common(ListenerConfig.unix(service.word() + "-unix", path), service, network))));
        return all;
    }

    private static Endpoint tcp(
            Service service, NetworkSettings network, int port, TlsMode mode, Optional<TlsSettings> tls) {
        InetSocketAddress[] addresses = network.addresses().stream()
                .map(address -> new InetSocketAddress(address, port))
                .toArray(InetSocketAddress[]::new);
        String name = mode == TlsMode.IMPLICIT ? service.word() + "s" : service.word();
        ListenerConfig config = common(ListenerConfig.tcp(name, addresses), service, network)
                .withProxyFrom(
                        network.proxyNetworks().stream().map(Network::parse).toList());
        return new Endpoint(service, mode, mode == TlsMode.NONE ? config : config.withTls(mode, tls.orElseThrow()));
    }

    private static ListenerConfig common(ListenerConfig config, Service service, NetworkSettings network) {
        return config.with(new ListenerConfig.Limits(network.maxSessions(), network.maxPerAddress(), service.logsIn()))
                .with(config.on().withBacklog(network.backlog()))
                .withPlatformThreads(service.platformThreads());
    }
}
