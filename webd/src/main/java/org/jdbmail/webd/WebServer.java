package org.jdbmail.webd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded HTTP/1.1 server: few connections, a thread for each at most, small heads and bodies. It hands each request whole to one
 * function, and answers what that throws: what was expected with its own status, anything else with an incident's number.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final int HEAD_OCTETS = 8 * 1024;

    private static final long STOP_MILLIS = 5_000;

    private final Server server;

    private WebServer(Server server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param door is shown the head of a request with a large body before anything of that is read, and may answer it at once
     * @param answers what is answered
     * @throws IOException if it cannot listen, with the reason
     */
    public static WebServer start(
            WebOptions options, Function<WebRequest, Optional<WebAnswer>> door, Function<WebRequest, WebAnswer> answers)
            throws IOException {
        QueuedThreadPool threads =
                new QueuedThreadPool(options.threads() + 4 * options.addresses().size() + 2, 2);
        threads.setName("http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEAD_OCTETS);
        configuration.setResponseHeaderSize(HEAD_OCTETS);
        ConnectionFactory http = new HttpConnectionFactory(configuration);
        Sweep sweep = new Sweep(options.connections());
        for (InetAddress address : options.addresses()) {
            if (options.port() != WebOptions.NOWHERE) {
                add(server, address, options.port(), options, sweep, http);
            }
            options.tls()
                    .ifPresent(tls -> add(server, address, tls.port(), options, sweep, secure(configuration, tls)));
        }
        server.addManaged(sweep);
        server.setStopTimeout(STOP_MILLIS);
        server.setHandler(new Answering(options.requestOctets(), door, answers, sweep));
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no less
            stop(server);
            throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
        return new WebServer(server);
    }

    private static void add(
            Server server,
            InetAddress address,
            int port,
            WebOptions options,
            Sweep sweep,
            ConnectionFactory... factories) {
        ServerConnector connector = new ServerConnector(server, 1, 1, factories);
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(options.idle().toMillis());
        connector.addBean(sweep);
        server.addConnector(connector);
    }

    private static ConnectionFactory[] secure(HttpConfiguration plain, WebOptions.Tls tls) {
        HttpConfiguration configuration = new HttpConfiguration(plain);
        // Which names are ours is the proxy's affair, or nobody's: a wrong one gets no other page.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        return new ConnectionFactory[] {
            new SslConnectionFactory(new CurrentTls(tls.context()), http.getProtocol()), http
        };
    }

    /** Where it listens in the clear. */
    public List<InetSocketAddress> addresses() {
        return addresses(false);
    }

    /** Where it listens for TLS. */
    public List<InetSocketAddress> tlsAddresses() {
        return addresses(true);
    }

    private List<InetSocketAddress> addresses(boolean areSecure) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector network
                    && areSecure == (network.getConnectionFactory(SslConnectionFactory.class) != null)) {
                addresses.add(new InetSocketAddress(network.getHost(), network.getLocalPort()));
            }
        }
        return addresses;
    }

    /** Takes no more connections, and lets requests that are being answered a few seconds. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) { // Jetty declares no less
            LOG.warn("the web server did not stop in order", e);
        }
    }
}
