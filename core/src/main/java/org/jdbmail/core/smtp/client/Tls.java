package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a connection. Where that is not asked for, whose certificate the server shows does not matter: without TLS the same mail would go
 * in the clear (RFC 7435). A password is another matter: who may hear it has to show who he is.
 */
final class Tls {
    private Tls() {}

    static SSLSocket over(Socket socket, SmtpPeer peer) throws IOException {
        try {
            SmtpPeer.Login login = peer.login();
            boolean isForNamed = login != null && login.isForNamed();
            SSLContext context = SSLContext.getInstance("TLS");
            boolean isVerified = peer.tls().level() == TlsPolicy.Level.VERIFY || isForNamed;
            context.init(null, isVerified ? authorities(peer.tls()) : new TrustManager[] {new Anybody()}, null);
            Socket secure = context.getSocketFactory().createSocket(socket, peer.host(), peer.port(), true);
            if (secure instanceof SSLSocket ssl) {
                if (isVerified) {
                    SSLParameters parameters = ssl.getSSLParameters();
                    // RFC 6125, as for HTTPS: the certificate is for the host's name.
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    ssl.setSSLParameters(parameters);
                }
                return ssl;
            }
            throw new IOException("there is no TLS");
        } catch (GeneralSecurityException e) {
            throw new IOException("there is no TLS", e);
        }
    }

    private static TrustManager @Nullable [] authorities(TlsPolicy policy)
            throws IOException, GeneralSecurityException {
        if (policy.authorities().isEmpty()) {
            return null; // those that Java knows
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(policy.authorities().get())) {
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + number++, each);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
