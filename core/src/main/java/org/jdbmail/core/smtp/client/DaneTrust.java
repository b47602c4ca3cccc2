package org.jdbmail.core.smtp.client;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jdbmail.core.dns.Tlsa;

/**
 * Believes a server whose certificate is the one that the name system tells of (RFC 7672 §3.1): its own, of which nothing else matters, or that of its authority, which must
 * have signed what the server shows, for one of its names.
 */
final class DaneTrust extends X509ExtendedTrustManager {
    private final List<Tlsa> records;
    private final List<String> names;

    DaneTrust(List<Tlsa> records, List<String> names) {
        this.records = List.copyOf(records);
        this.names = List.copyOf(names);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        GeneralSecurityException trouble = null;
        for (Tlsa record : records) {
            try {
                boolean isRight = chain.length > 0
                        && (record.usage() == Tlsa.OWN ? matches(record, chain[0]) : isSigned(record, chain));
                if (isRight) {
                    return;
                }
            } catch (GeneralSecurityException e) {
                // RFC 7672 §3.1: another record may match all the same.
                trouble = e;
            }
        }
        throw new CertificateException("the certificate is not the one that DNS tells of (TLSA)", trouble);
    }

    private static boolean matches(Tlsa record, X509Certificate certificate) throws GeneralSecurityException {
        byte[] selected = record.selector() == 0
                ? certificate.getEncoded()
                : certificate.getPublicKey().getEncoded();
        byte[] data = switch (record.matching()) {
            case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
        };
        return HexFormat.of().formatHex(data).equalsIgnoreCase(record.data());
    }

    // RFC 7672 §3.1.2, §3.2.2
    private boolean isSigned(Tlsa record, X509Certificate[] chain) throws GeneralSecurityException {
        if (!CertificateNames.isForOne(chain[0], names)) {
            return false;
        }
        for (int i = 0; i < chain.length; i++) {
            if (matches(record, chain[i])) {
                chain[0].checkValidity();
                return i == 0 || isPath(Arrays.asList(chain).subList(0, i), chain[i]);
            }
        }
        // A server need not send an authority's certificate that is told of whole.
        if (record.selector() == 0 && record.matching() == 0) {
            byte[] whole = HexFormat.of().parseHex(record.data());
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole))
                            instanceof X509Certificate authority
                    && isPath(Arrays.asList(chain), authority);
        }
        return false;
    }

    private static boolean isPath(List<X509Certificate> certificates, X509Certificate authority)
            throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (java.security.cert.CertPathValidatorException e) {
            return false; // another record may match
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("a client shows none here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("a client shows none here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a client shows none here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
