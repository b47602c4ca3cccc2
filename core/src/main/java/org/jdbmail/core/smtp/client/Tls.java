package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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
            TlsPolicy policy = peer.tls();
            List<String> names = policy.proof().names();
            boolean isVerified = policy.isVerified() || isForNamed;
            context.init(null, isVerified ? authorities(policy.authorities()) : unverified(policy), null);
            Socket secure = context.getSocketFactory().createSocket(socket, peer.host(), peer.port(), true);
            if (secure instanceof SSLSocket ssl) {
                if (isVerified && names.isEmpty()) {
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

    /** TLS with those for whom authorities vouch. */
    static SSLContext verified(Optional<Path> file) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities(file), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("there is no TLS", e);
        }
    }

    /** Nobody vouches for the certificate; the name system may tell of it. */
    private static TrustManager[] unverified(TlsPolicy policy) {
        TlsPolicy.Proof proof = policy.proof();
        return new TrustManager[] {
            proof.records().isEmpty() ? new Anybody() : new DaneTrust(proof.records(), proof.names())
        };
    }

    /**
     * Once TLS has begun: whether the certificate is for a name that is wanted, where that is another than the host's.
     *
     * @throws IOException if it is not
     */
    static void checkNames(SSLSocket socket, TlsPolicy policy) throws IOException {
        List<String> names = policy.proof().names();
        if (!policy.isVerified() || names.isEmpty()) {
            return;
        }
        try {
            if (socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    && CertificateNames.isForOne(certificate, names)) {
                return;
            }
        } catch (CertificateParsingException e) {
            throw new SSLException("the certificate is not understood", e);
        }
        throw new SSLException("the certificate is for none of " + String.join(", ", names));
    }

    private static TrustManager @Nullable [] authorities(Optional<Path> file)
            throws IOException, GeneralSecurityException {
        if (file.isEmpty()) {
            return null; // those that Java knows
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file.get())) {
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
