package org.jdbmail.wire.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and private keys from PEM files (RFC 7468), as ACME clients and OpenSSL write them. */
final class Pem {
    private static final long LARGEST_FILE = 1 << 20;

    private Pem() {}

    /** The certificates of a file in their order: the server's own first, then what leads to a root. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemObject object : objects(file)) {
            if (object.getType().equals("CERTIFICATE")) {
                chain.add(certificate(file, object.getContent()));
            }
        }
        if (chain.isEmpty()) {
            throw new IOException(file + ": no certificate in it (a PEM file with BEGIN CERTIFICATE is needed)");
        }
        return chain;
    }

    private static X509Certificate certificate(Path file, byte[] content) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
        } catch (CertificateException e) {
            throw new IOException(file + ": a certificate in it cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The first private key of a file: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC).
     *
     * @param passphrase what it is encrypted with, if it is
     */
    static PrivateKey key(Path file, Optional<String> passphrase) throws IOException {
        for (PemObject object : objects(file)) {
            try {
                switch (object.getType()) {
                    case "PRIVATE KEY" -> {
                        return fromPkcs8(object.getContent());
                    }
                    case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                        return fromPkcs8(older(file, object, passphrase).getEncoded());
                    }
                    case "ENCRYPTED PRIVATE KEY" -> {
                        return fromPkcs8(decrypted(file, object, passphrase).getEncoded());
                    }
                    case "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY" ->
                        throw new IOException(file + ": a " + object.getType() + " does not serve for TLS");
                    default -> {
                        // Parameters and certificates may stand in the same file.
                    }
                }
            } catch (GeneralSecurityException | PEMException | IllegalArgumentException e) {
                // Its cause may quote the key.
                throw new IOException(file + ": the private key in it cannot be read (RSA, EC and Ed25519 keys can)");
            } catch (PKCSException | OperatorCreationException e) {
                throw new IOException(file + ": the passphrase in tls_key_passphrase does not open the key");
            }
        }
        throw new IOException(file + ": no private key in it (a PEM file with BEGIN PRIVATE KEY is needed)");
    }

    private static PrivateKeyInfo decrypted(Path file, PemObject object, Optional<String> passphrase)
            throws IOException, PKCSException, OperatorCreationException {
        char[] secret = required(file, passphrase);
        return new PKCS8EncryptedPrivateKeyInfo(object.getContent())
                .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(secret));
    }

    /** The formats that OpenSSL wrote before PKCS#8, with their own way to encrypt. */
    private static PrivateKeyInfo older(Path file, PemObject object, Optional<String> passphrase)
            throws IOException, OperatorCreationException {
        StringWriter alone = new StringWriter();
        try (PemWriter writer = new PemWriter(alone)) {
            writer.writeObject(object);
        }
        try (PEMParser parser = new PEMParser(new StringReader(alone.toString()))) {
            return switch (parser.readObject()) {
                case PEMKeyPair pair -> pair.getPrivateKeyInfo();
                case PEMEncryptedKeyPair encrypted -> decrypted(file, encrypted, passphrase);
                case PrivateKeyInfo info -> info;
                case null, default -> throw new PEMException("no key");
            };
        }
    }

    private static PrivateKeyInfo decrypted(Path file, PEMEncryptedKeyPair encrypted, Optional<String> passphrase)
            throws IOException, OperatorCreationException {
        char[] secret = required(file, passphrase);
        try {
            return encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(secret))
                    .getPrivateKeyInfo();
        } catch (PEMException e) {
            throw new OperatorCreationException("not decrypted", e);
        }
    }

    private static char[] required(Path file, Optional<String> passphrase) throws IOException {
        return passphrase
                .orElseThrow(() -> new IOException(file
                        + ": the key has a passphrase; give it with tls_key_passphrase, or remove it with: openssl pkey -in"
                        + " OLD.pem -out NEW.pem"))
                .toCharArray();
    }

    private static PrivateKey fromPkcs8(byte[] content) throws GeneralSecurityException {
        var spec = new PKCS8EncodedKeySpec(content);
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // A key of another kind: the next in the list may be it. The exception could quote the key.
            }
        }
        throw new InvalidKeySpecException("no known kind of key");
    }

    private static List<PemObject> objects(Path file) throws IOException {
        List<PemObject> objects = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(text(file)))) {
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                objects.add(object);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": this user may not read it", e);
        } catch (IOException e) {
            throw new IOException(file + ": it cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // What Bouncy Castle's decoder says of text that is no base64 differs from release to release.
            throw new IOException(file + ": what stands in it is not base64", e);
        }
        return objects;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("larger than any PEM file should be");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
