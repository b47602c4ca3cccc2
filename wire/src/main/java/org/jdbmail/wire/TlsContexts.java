package org.jdbmail.wire;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The server's certificate and key from PEM files, read again on request: connections made afterwards get the new ones.
 * Understood are X.509 chains, and unencrypted keys as PKCS#8, PKCS#1 or SEC 1. Not supported: keys with a passphrase,
 * DSA, several certificates by SNI.
 */
public final class TlsContexts implements Supplier<SSLContext> {
    /** Clients that resume without tickets are few; Java would keep 20,480 sessions for a day. */
    private static final int CACHED_SESSIONS = 1_000;

    private final Path certificateFile;
    private final Path keyFile;
    private volatile SSLContext current;

    private TlsContexts(Path certificateFile, Path keyFile) throws IOException {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.current = load(certificateFile, keyFile);
    }

    /**
     * Reads the files.
     *
     * @param certificateFile the server's certificate and, after it, those that lead to a root
     * @param keyFile its private key; may be the same file
     * @throws IOException with one line that says which file is at fault and why
     */
    public static TlsContexts fromPem(Path certificateFile, Path keyFile) throws IOException {
        return new TlsContexts(certificateFile, keyFile);
    }

    /**
     * Reads the files again.
     *
     * @throws IOException as {@link #fromPem}; what was loaded before stays in use
     */
    public void reload() throws IOException {
        current = load(certificateFile, keyFile);
    }

    @Override
    public SSLContext get() {
        return current;
    }

    private static SSLContext load(Path certificateFile, Path keyFile) throws IOException {
        try {
            return of(Pem.certificates(certificateFile), Pem.key(keyFile));
        } catch (NoSuchFileException e) {
            throw new IOException(e.getFile() + ": there is no such file", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    certificateFile + " and " + keyFile + " do not make a TLS server: " + e.getMessage(), e);
        }
    }

    /**
     * A context from what is already in memory.
     *
     * @throws GeneralSecurityException if the key does not belong to the first certificate, or Java refuses them
     */
    public static SSLContext of(List<X509Certificate> chain, PrivateKey key) throws GeneralSecurityException {
        KeyPairs.requireMatch(chain.getFirst().getPublicKey(), key);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            context.getServerSessionContext().setSessionCacheSize(CACHED_SESSIONS);
            return context;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }
}
