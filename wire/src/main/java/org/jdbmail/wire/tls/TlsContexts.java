package org.jdbmail.wire.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificates and keys from PEM files, read again on request, or when the files have changed: connections made
 * afterwards get the new ones. Understood are X.509 chains, and keys as PKCS#8, PKCS#1 or SEC 1, with a passphrase or without.
 */
public final class TlsContexts implements Supplier<SSLContext> {
    /** Clients that resume without tickets are few; Java would keep 20,480 sessions for a day. */
    private static final int CACHED_SESSIONS = 1_000;

    /** What a file looks like from outside. */
    private record Stamp(
            Path file, long modified, long size, @Nullable Object identity) {
        static Stamp of(Path file) {
            try {
                var seen = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(file, seen.lastModifiedTime().toMillis(), seen.size(), seen.fileKey());
            } catch (IOException e) {
                // Being replaced, perhaps: when it is there again it looks different.
                return new Stamp(file, 0, -1, null);
            }
        }
    }

    private final List<KeyFiles> files;
    private final Optional<Path> clientRoots;
    private final Optional<Path> issuers;
    private volatile SSLContext current;
    private List<Stamp> stamps;

    /**
     * Reads the files.
     *
     * @param files the first holds for clients that ask for no name, or for one that none is for
     * @param clientRoots PEM with the certificates of those who vouch for clients; empty: clients are not asked for certificates
     * @throws IOException with one line that says which file is at fault and why
     */
    public TlsContexts(List<KeyFiles> files, Optional<Path> clientRoots) throws IOException {
        this(files, clientRoots, Optional.empty());
    }

    /**
     * The same.
     *
     * @param issuers PEM with certificates that complete a chain whose own file leaves them out
     */
    public TlsContexts(List<KeyFiles> files, Optional<Path> clientRoots, Optional<Path> issuers) throws IOException {
        this.issuers = issuers;
        this.files = List.copyOf(files);
        this.clientRoots = clientRoots;
        this.stamps = stamps();
        this.current = load();
    }

    /** With one certificate, not asking clients for theirs. */
    public static TlsContexts fromPem(Path certificateFile, Path keyFile) throws IOException {
        return new TlsContexts(List.of(new KeyFiles(certificateFile, keyFile)), Optional.empty());
    }

    /**
     * Reads the files again.
     *
     * @throws IOException as {@link #fromPem}; what was loaded before stays in use
     */
    public synchronized void reload() throws IOException {
        stamps = stamps();
        current = load();
    }

    /**
     * Reads the files again if one of them has changed since they were last read.
     *
     * @return whether it has
     * @throws IOException as {@link #reload}; said once for each change
     */
    public synchronized boolean reloadIfChanged() throws IOException {
        boolean changed = !stamps.equals(stamps());
        if (changed) {
            reload();
        }
        return changed;
    }

    /** Whether clients are asked for certificates. */
    public boolean asksClients() {
        return clientRoots.isPresent();
    }

    @Override
    public SSLContext get() {
        return current;
    }

    private List<Stamp> stamps() {
        return Stream.concat(
                        files.stream().flatMap(pair -> Stream.of(pair.certificate(), pair.key())),
                        Stream.concat(clientRoots.stream(), issuers.stream()))
                .map(Stamp::of)
                .toList();
    }

    private SSLContext load() throws IOException {
        List<ServerKey> keys = new ArrayList<>();
        List<X509Certificate> more = issuers.isPresent() ? Pem.certificates(issuers.get()) : List.of();
        for (KeyFiles pair : files) {
            ServerKey read = pair.read();
            keys.add(new ServerKey(completed(read.chain(), more), read.key()));
        }
        List<X509Certificate> roots = clientRoots.isPresent() ? Pem.certificates(clientRoots.get()) : List.of();
        try {
            return of(keys, roots);
        } catch (GeneralSecurityException e) {
            throw new IOException(files.getFirst() + " do not make a TLS server: " + e.getMessage(), e);
        }
    }

    /** A chain with what leads on towards a root; the root itself is not sent (RFC 8446 §4.4.2). */
    private static List<X509Certificate> completed(List<X509Certificate> chain, List<X509Certificate> more) {
        List<X509Certificate> all = new ArrayList<>(chain);
        boolean isFound = true;
        while (isFound) {
            X509Certificate last = all.getLast();
            Optional<X509Certificate> next = more.stream()
                    .filter(issuer -> issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                            && !isOwn(issuer)
                            && !all.contains(issuer))
                    .findFirst();
            next.ifPresent(all::add);
            isFound = next.isPresent();
        }
        return all;
    }

    private static boolean isOwn(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /**
     * A context from what is already in memory.
     *
     * @throws GeneralSecurityException if the key does not belong to the first certificate, or Java refuses them
     */
    public static SSLContext of(List<X509Certificate> chain, PrivateKey key) throws GeneralSecurityException {
        KeyPairs.requireMatch(chain.getFirst().getPublicKey(), key);
        return of(List.of(new ServerKey(chain, key)), List.of());
    }

    private static SSLContext of(List<ServerKey> keys, List<X509Certificate> roots) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new ServerKeys(keys)}, roots.isEmpty() ? new TrustManager[0] : trusting(roots), null);
        context.getServerSessionContext().setSessionCacheSize(CACHED_SESSIONS);
        return context;
    }

    private static TrustManager[] trusting(List<X509Certificate> roots) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), roots.get(i));
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return managers.getTrustManagers();
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }
}
