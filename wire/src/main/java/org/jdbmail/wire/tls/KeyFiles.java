package org.jdbmail.wire.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * One of the server's certificates and its key.
 *
 * @param certificate PEM: the server's certificate and, after it, those that lead to a root
 * @param key PEM: its private key; may be the same file
 * @param passphrase what the key is encrypted with, if it is
 */
public record KeyFiles(Path certificate, Path key, Optional<String> passphrase) {
    /** With a key that is not encrypted. */
    public KeyFiles(Path certificate, Path key) {
        this(certificate, key, Optional.empty());
    }

    /**
     * Reads them.
     *
     * @throws IOException with one line that says which file is at fault and why
     */
    ServerKey read() throws IOException {
        ServerKey read = new ServerKey(Pem.certificates(certificate), Pem.key(key, passphrase));
        try {
            KeyPairs.requireStrong(read.chain().getFirst().getPublicKey());
            KeyPairs.requireMatch(read.chain().getFirst().getPublicKey(), read.key());
            return read;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " and " + key + " do not make a TLS server: " + e.getMessage(), e);
        }
    }

    /** Tells nothing of the passphrase. */
    @Override
    public String toString() {
        return certificate + " and " + key;
    }
}
