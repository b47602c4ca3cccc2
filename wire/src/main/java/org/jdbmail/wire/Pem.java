package org.jdbmail.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys from PEM files (RFC 7468), as ACME clients and OpenSSL write them. */
final class Pem {
    private static final String PASSPHRASE =
            ": the key has a passphrase; remove it with: openssl pkey -in OLD.pem -out NEW.pem";
    private static final long LARGEST_FILE = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** What stands between a BEGIN and an END. */
    private record Block(Path file, String label, String base64) {
        byte[] content() throws IOException {
            if (base64.contains("ENCRYPTED")) {
                throw new IOException(file + PASSPHRASE);
            }
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": what stands in it is not base64", e);
            }
        }

        @Override
        public String toString() {
            return label;
        }
    }

    private Pem() {}

    /** The certificates of a file in their order: the server's own first, then what leads to a root. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(certificate(file, block.content()));
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

    /** The first private key of a file: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), without a passphrase. */
    static PrivateKey key(Path file) throws IOException {
        for (Block block : blocks(file)) {
            try {
                switch (block.label()) {
                    case "PRIVATE KEY" -> {
                        return fromPkcs8(block.content());
                    }
                    case "RSA PRIVATE KEY" -> {
                        return fromPkcs8(Der.pkcs8FromRsa(block.content()));
                    }
                    case "EC PRIVATE KEY" -> {
                        return fromPkcs8(Der.pkcs8FromEc(block.content()));
                    }
                    case "ENCRYPTED PRIVATE KEY" -> throw new IOException(file + PASSPHRASE);
                    case "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY" ->
                        throw new IOException(file + ": a " + block.label() + " does not serve for TLS");
                    default -> {
                        // Parameters and certificates may stand in the same file.
                    }
                }
            } catch (GeneralSecurityException e) {
                // Its cause may quote the key.
                throw new IOException(file + ": the private key in it cannot be read (RSA, EC and Ed25519 keys can)");
            }
        }
        throw new IOException(file + ": no private key in it (a PEM file with BEGIN PRIVATE KEY is needed)");
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

    private static List<Block> blocks(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + ": larger than any PEM file should be");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(file, matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }
}
