package org.jdbmail.wire;

import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * How a listener speaks TLS.
 *
 * @param context asked for each connection, so that renewed certificates serve the next one (see {@link TlsContexts})
 * @param protocols enabled protocol versions, e.g. {@code TLSv1.3}
 * @param ciphers enabled cipher suites in order of preference; empty means Java's own choice
 */
public record TlsSettings(Supplier<SSLContext> context, List<String> protocols, List<String> ciphers) {
    /** TLS 1.3 and 1.2; older versions are forbidden by RFC 8996 and discouraged for mail by RFC 8314 §4.1. */
    public static final List<String> MODERN = List.of("TLSv1.3", "TLSv1.2");

    /** Copies the lists. */
    public TlsSettings {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** Modern protocol versions, Java's own ciphers. */
    public static TlsSettings of(Supplier<SSLContext> context) {
        return new TlsSettings(context, MODERN, List.of());
    }

    /** A server-side engine for one connection. */
    SSLEngine newEngine() {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
