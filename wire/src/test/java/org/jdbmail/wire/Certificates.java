package org.jdbmail.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsSettings;

/** Self-signed certificates for tests, and clients that believe them. */
final class Certificates {
    record Pair(X509Certificate certificate, KeyPair keys) {}

    private Certificates() {}

    static Pair selfSigned(String algorithm, int size, String signature) {
        return selfSigned(algorithm, size, signature, "localhost");
    }

    /** @param host the name that it is for, as common name and alternative name */
    static Pair selfSigned(String algorithm, int size, String signature, String host) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            KeyPair keys = generator.generateKeyPair();
            var name = new X500Name("CN=" + host);
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(63, new SecureRandom()),
                    Date.from(Instant.now().minus(Duration.ofHours(1))),
                    Date.from(Instant.now().plus(Duration.ofDays(1))),
                    name,
                    keys.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            var holder = builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate()));
            return new Pair(new JcaX509CertificateConverter().getCertificate(holder), keys);
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate that another vouches for. */
    static Pair signed(String host, Pair issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            var holder = new JcaX509v3CertificateBuilder(
                            new X500Name(issuer.certificate()
                                    .getSubjectX500Principal()
                                    .getName()),
                            new BigInteger(63, new SecureRandom()),
                            Date.from(Instant.now().minus(Duration.ofHours(1))),
                            Date.from(Instant.now().plus(Duration.ofDays(1))),
                            new X500Name("CN=" + host),
                            keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(issuer.keys().getPrivate()));
            return new Pair(new JcaX509CertificateConverter().getCertificate(holder), keys);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static Pair ec() {
        return selfSigned("EC", 256, "SHA256withECDSA");
    }

    static TlsSettings settings(Pair pair) {
        try {
            SSLContext context =
                    TlsContexts.of(List.of(pair.certificate()), pair.keys().getPrivate());
            return TlsSettings.of(() -> context);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static TrustManager[] trust() {
        return new TrustManager[] {new Trusting()};
    }

    static SSLContext trustingClient() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Path pem(Path file, String label, byte[] content) throws IOException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
        return Files.writeString(file, text);
    }

    private static final class Trusting implements X509TrustManager {
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
