package org.jdbmail.webd;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS with the certificate of the moment: it may have been renewed since the start. */
final class CurrentTls extends SslContextFactory.Server {
    private final Supplier<SSLContext> context;

    CurrentTls(Supplier<SSLContext> context) {
        this.context = context;
        setSslContext(context.get());
    }

    @Override
    public SSLEngine newSSLEngine() {
        SSLEngine engine = context.get().createSSLEngine();
        customize(engine);
        return engine;
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        SSLEngine engine = context.get().createSSLEngine(host, port);
        customize(engine);
        return engine;
    }
}
