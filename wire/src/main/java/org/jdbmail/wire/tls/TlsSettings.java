package org.jdbmail.wire.tls;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * How a listener speaks TLS.
 *
 * @param context asked for each connection, so that renewed certificates serve the next one (see {@link TlsContexts})
 * @param protocols enabled protocol versions, e.g. {@code TLSv1.3}
 * @param ciphers enabled cipher suites in order of preference; empty means Java's own choice, without those of CBC
 * @param asksClients whether clients are asked for a certificate, which they may refuse to show
 */
public record TlsSettings(
        Supplier<SSLContext> context, List<String> protocols, List<String> ciphers, boolean asksClients) {
    /** TLS 1.3 and 1.2; older versions are forbidden by RFC 8996 and discouraged for mail by RFC 8314 §4.1. */
    public static final List<String> MODERN = List.of("TLSv1.3", "TLSv1.2");

    /** Copies the lists. */
    public TlsSettings {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** Modern protocol versions, Java's own ciphers. */
    public static TlsSettings of(Supplier<SSLContext> context) {
        return new TlsSettings(context, MODERN, List.of(), false);
    }

    /** The same, asking clients for certificates if there is something to check them by. */
    public static TlsSettings of(TlsContexts contexts) {
        return new TlsSettings(contexts, MODERN, List.of(), contexts.asksClients());
    }

    /** The same with only these ciphers, in that order. */
    public TlsSettings withCiphers(List<String> chosen) {
        return new TlsSettings(context, protocols, chosen, asksClients);
    }

    /** A server-side engine for one connection. */
    public SSLEngine newEngine() {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setCipherSuites(
                ciphers.isEmpty() ? withoutCbc(parameters.getCipherSuites()) : ciphers.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(asksClients);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** RFC 9325 §4.2.1: CBC in TLS 1.2 has been broken again and again; who speaks 1.2 today knows better ones. */
    private static String[] withoutCbc(String[] suites) {
        return Stream.of(suites).filter(suite -> !suite.contains("_CBC_")).toArray(String[]::new);
    }
}
