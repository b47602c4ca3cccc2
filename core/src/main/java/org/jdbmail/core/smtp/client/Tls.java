package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * TLS where the server has it. Whose certificate it shows does not matter: without TLS the same mail would go in the clear (RFC 7435),
 * and the server is one that the administrator named. A password is another matter: who may hear it has to show who he is.
 */
final class Tls {
    private Tls() {}

    static SSLSocket over(Socket socket, SmtpPeer peer) throws IOException {
        try {
            SmtpPeer.Login login = peer.login();
            boolean isChecked = login != null && login.isForNamed();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, isChecked ? null : new TrustManager[] {new Anybody()}, null);
            Socket secure = context.getSocketFactory().createSocket(socket, peer.host(), peer.port(), true);
            if (secure instanceof SSLSocket ssl) {
                if (isChecked) {
                    SSLParameters parameters = ssl.getSSLParameters();
                    // RFC 6125, as for HTTPS: the name that we connect to
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
