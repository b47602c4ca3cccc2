package org.jdbmail.cli.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.jdbmail.wire.tls.CipherList;
import org.jdbmail.wire.tls.KeyFiles;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of the settings, read again when their files change: an ACME client renews them while the server runs. */
final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final TlsContexts contexts;
    private final ScheduledExecutorService timer;

    private CertificateWatch(TlsContexts contexts) {
        this.contexts = contexts;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("certificates").daemon().factory());
        var task = timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        LOG.trace("certificates are looked at: {}", task);
    }

    /** Reads the certificates that the settings name, and watches their files; none where they name none. */
    static Optional<CertificateWatch> begin(Settings settings) throws Failure {
        Optional<TlsContexts> contexts = contexts(settings);
        return contexts.map(CertificateWatch::new);
    }

    /** Reads the certificates that the settings name; none where they name none. */
    static Optional<TlsContexts> contexts(Settings settings) throws Failure {
        try {
            Optional<TlsFiles> files = TlsFiles.from(settings);
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TlsContexts(
                            keys(files.get()),
                            files.get().clientRoots(),
                            files.get().issuers()));
        } catch (BadSettings | IOException e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /** How a listener speaks TLS with these certificates. */
    static TlsSettings tls(Settings settings, TlsContexts contexts) throws Failure {
        try {
            Optional<String> ciphers = TlsFiles.from(settings).flatMap(TlsFiles::ciphers);
            TlsSettings usual = TlsSettings.of(contexts);
            return ciphers.isEmpty()
                    ? usual
                    : usual.withCiphers(CipherList.parse(
                            ciphers.get(),
                            List.of(contexts.get().getDefaultSSLParameters().getCipherSuites())));
        } catch (BadSettings | IllegalArgumentException e) {
            throw new Failure(Failure.CONFIGURATION, "tls_ciphers: " + e.getMessage(), e);
        }
    }

    private static List<KeyFiles> keys(TlsFiles files) {
        return files.pairs().stream()
                .map(pair -> new KeyFiles(pair.certificate(), pair.key(), files.passphrase()))
                .toList();
    }

    TlsContexts contexts() {
        return contexts;
    }

    /** Reads them again; the old ones stay in use when the new ones cannot be. */
    void renew() {
        try {
            contexts.reload();
            LOG.info("the certificate was read again");
        } catch (IOException e) {
            LOG.error("the old certificate stays in use: {}", e.getMessage());
        }
    }

    private void look() {
        try {
            if (contexts.reloadIfChanged()) {
                LOG.info("the certificate has changed and was read again");
            }
        } catch (IOException e) {
            LOG.error("the old certificate stays in use: {}", e.getMessage());
        } catch (RuntimeException e) {
            // A timer forgets a task that throws.
            LOG.error("the certificate could not be looked at", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
