package org.jdbmail.webd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded HTTP/1.1 server: few threads, few connections, small heads and bodies. It hands each request whole to one function, and
 * answers what that throws: what was expected with its own status, anything else with an incident's number.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final int HEAD_OCTETS = 8 * 1024;

    /** A larger body is one of few at a time, since each is held whole. */
    private static final int SMALL_OCTETS = 64 * 1024;

    private static final int LARGE_AT_A_TIME = 2;
    private static final long STOP_MILLIS = 5_000;

    private final Server server;

    private WebServer(Server server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param answers what is answered
     * @throws IOException if it cannot listen, with the reason
     */
    public static WebServer start(WebOptions options, Function<WebRequest, WebAnswer> answers) throws IOException {
        QueuedThreadPool threads =
                new QueuedThreadPool(options.threads() + 2 * options.addresses().size() + 2, 2);
        threads.setName("http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEAD_OCTETS);
        configuration.setResponseHeaderSize(HEAD_OCTETS);
        ConnectionFactory http = new HttpConnectionFactory(configuration);
        for (InetAddress address : options.addresses()) {
            ServerConnector connector = new ServerConnector(server, 1, 1, http);
            connector.setHost(address.getHostAddress());
            connector.setPort(options.port());
            connector.setIdleTimeout(options.idle().toMillis());
            server.addConnector(connector);
        }
        server.addBean(new NetworkConnectionLimit(options.connections(), server));
        server.setStopTimeout(STOP_MILLIS);
        server.setHandler(new Answering(options.requestOctets(), answers));
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no less
            stop(server);
            throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
        return new WebServer(server);
    }

    /** Where it listens. */
    public List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector network) {
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

    /** Between Jetty and our values. */
    private static final class Answering extends Handler.Abstract {
        private final int bodyOctets;
        private final Function<WebRequest, WebAnswer> answers;
        private final Semaphore large = new Semaphore(LARGE_AT_A_TIME);

        Answering(int bodyOctets, Function<WebRequest, WebAnswer> answers) {
            this.bodyOctets = bodyOctets;
            this.answers = answers;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                send(request, response, answer(request));
                callback.succeeded();
            } catch (IOException e) {
                callback.failed(e); // the client has gone
            }
            return true;
        }

        private WebAnswer answer(Request request) throws IOException {
            boolean isLarge = request.getLength() > SMALL_OCTETS;
            if (isLarge && !large.tryAcquire()) {
                return WebAnswer.line(503, "too many large requests at a time")
                        .with("Retry-After", "1")
                        .with("Connection", "close");
            }
            try {
                return answer(request, body(request, isLarge ? bodyOctets : SMALL_OCTETS));
            } finally {
                if (isLarge) {
                    large.release();
                }
            }
        }

        private WebAnswer answer(Request request, byte[] body) {
            if (body.length > bodyOctets || body.length > SMALL_OCTETS && request.getLength() < 0) {
                return WebAnswer.line(413, "the request is larger than may be, or large and does not tell its size")
                        .with("Connection", "close");
            }
            Map<String, String> headers = new HashMap<>();
            for (HttpField field : request.getHeaders()) {
                String value = field.getValue();
                if (value != null) {
                    headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), value);
                }
            }
            String path = decoded(request.getHttpURI().getPath());
            WebRequest asked = new WebRequest(
                    request.getMethod().toUpperCase(Locale.ROOT),
                    path,
                    Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                    Map.copyOf(headers),
                    body,
                    request.isSecure(),
                    inet(request.getConnectionMetaData().getRemoteSocketAddress()),
                    inet(request.getConnectionMetaData().getLocalSocketAddress()));
            try {
                return answers.apply(asked);
            } catch (Refusal refusal) {
                return WebAnswer.line(status(refusal.reason()), refusal.text());
            } catch (RuntimeException e) {
                String incident =
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
                LOG.error("incident {}: {} {}", incident, asked.method(), asked.path(), e);
                return WebAnswer.line(500, "something is wrong here; the log tells more, see incident " + incident);
            }
        }

        /** A plus is one, and what is badly encoded stands for itself. */
        private static String decoded(String path) {
            try {
                return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return path;
            }
        }

        /** One octet more than may be is enough to know. */
        private static byte[] body(Request request, int most) throws IOException {
            if (request.getLength() > most) {
                return new byte[most + 1];
            }
            try (InputStream in = Content.Source.asInputStream(request)) {
                return in.readNBytes(most + 1);
            }
        }

        private static InetSocketAddress inet(SocketAddress address) {
            return address instanceof InetSocketAddress inet
                    ? inet
                    : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }

        private static void send(Request request, Response response, WebAnswer answer) throws IOException {
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().size());
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.getHeaders().put("Cache-Control", "no-store");
            answer.headers().forEach(response.getHeaders()::put);
            if (!request.getMethod().equalsIgnoreCase("HEAD")) {
                try (OutputStream out = Content.Sink.asOutputStream(response)) {
                    answer.body().writeTo(out);
                }
            }
        }

        private static int status(Reason reason) {
            return switch (reason) {
                case NOT_FOUND, EXPUNGED -> 404;
                case ALREADY_EXISTS, IN_USE -> 409;
                case NO_PERMISSION, READ_ONLY -> 403;
                case OVER_QUOTA -> 507;
                case TOO_BIG -> 413;
                case INVALID -> 400;
                case LIMIT -> 429;
                case UNAVAILABLE -> 503;
                case CORRUPT -> 500;
            };
        }
    }
}
