package org.jdbmail.wire.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** The data that binds an authentication to a TLS connection. */
final class ChannelBinding {
    private ChannelBinding() {}

    static Optional<byte[]> of(SSLSession session, String type) {
        return switch (type) {
            case "tls-exporter" -> exporter(session);
            case "tls-server-end-point" -> endPoint(session);
            default -> Optional.empty();
        };
    }

    // RFC 9266 §2: 32 bytes, this label, an empty context; unique only with TLS 1.3 (or the extended master secret).
    private static Optional<byte[]> exporter(SSLSession session) {
        if (!session.getProtocol().equals("TLSv1.3") || !(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            return Optional.of(extended.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
        } catch (SSLException e) {
            return Optional.empty();
        }
    }

    // RFC 5929 §4.1: the certificate's hash, by its own signature's hash, but SHA-256 in place of MD5 and SHA-1.
    private static Optional<byte[]> endPoint(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        if (chain == null || chain.length == 0 || !(chain[0] instanceof X509Certificate own)) {
            return Optional.empty();
        }
        String signature = own.getSigAlgName().toUpperCase(Locale.ROOT);
        String hash =
                signature.startsWith("SHA384") ? "SHA-384" : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        try {
            return Optional.of(MessageDigest.getInstance(hash).digest(own.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            return Optional.empty();
        }
    }
}
