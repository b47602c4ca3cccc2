package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate of a server that nobody vouches for: enough to try TLS with, and for clients that are told to trust it.
 *
 * @param certificate PEM
 * @param key its private key, PEM
 */
public record Certificate(String certificate, String key) {
    private static final Duration VALID = Duration.ofDays(3650);

    /** Makes a new pair of keys and a certificate for {@code localhost}, 127.0.0.1 and ::1. */
    static Certificate selfSigned(Instant now) throws IOException {
        return selfSigned(List.of("localhost", "127.0.0.1", "::1"), VALID, now);
    }

    /**
     * Makes a new pair of keys and a certificate.
     *
     * @param hosts names and IP addresses of the server; the first is its common name
     * @param valid from now on
     */
    public static Certificate selfSigned(List<String> hosts, Duration valid, Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, hosts.getFirst())
                    .build();
            GeneralNames names = new GeneralNames(
                    hosts.stream().map(Certificate::generalName).toArray(GeneralName[]::new));
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(127, new SecureRandom()),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(valid)),
                            name,
                            keys.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    // Of a server and not of an authority: else Thunderbird would not take it as what it is.
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new Certificate(
                    pem("CERTIFICATE", builder.build(signer).getEncoded()), pem("PRIVATE KEY", withPublicKey(keys)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("a certificate cannot be made: " + e.getMessage(), e);
        }
    }

    /** GnuTLS, and so Debian's Exim, reads no key that leaves out the public half, as Java's form does (RFC 5915 §3). */
    private static byte[] withPublicKey(KeyPair keys) throws IOException {
        if (!(keys.getPrivate() instanceof ECPrivateKey secret)) {
            return keys.getPrivate().getEncoded();
        }
        SubjectPublicKeyInfo shown =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        return new PrivateKeyInfo(
                        shown.getAlgorithm(),
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                secret.getParams().getOrder().bitLength(),
                                secret.getS(),
                                shown.getPublicKeyData(),
                                null))
                .getEncoded();
    }

    private static GeneralName generalName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** Tells nothing of the key. */
    @Override
    public String toString() {
        return "Certificate";
    }
}
