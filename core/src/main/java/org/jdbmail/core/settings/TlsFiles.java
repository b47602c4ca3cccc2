package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server's certificate.
 *
 * @param certificate PEM, with the certificates that lead to a root after it
 * @param key its private key, PEM, without a passphrase
 */
public record TlsFiles(Path certificate, Path key) {
    private static final Setting<Optional<Path>> CERTIFICATE = new Setting<>(
            Section.DBMAIL,
            "tls_cert",
            NetworkSettings.path().orNone(),
            "",
            "The server's certificate as PEM, followed by those that lead to a root. With this and `tls_key` the services"
                    + " offer TLS. After a renewal send SIGHUP.");
    private static final Setting<Optional<Path>> KEY = new Setting<>(
            Section.DBMAIL,
            "tls_key",
            NetworkSettings.path().orNone(),
            "",
            "Its private key as PEM, without a passphrase: RSA, EC or Ed25519.");

    static final List<Setting<?>> ALL = List.of(CERTIFICATE, KEY);

    /**
     * The certificate that was chosen, or none.
     *
     * @throws BadSettings when only one of the two files is named
     */
    public static Optional<TlsFiles> from(Settings settings) throws BadSettings {
        Optional<Path> certificate = settings.get(CERTIFICATE);
        Optional<Path> key = settings.get(KEY);
        if (certificate.isPresent() != key.isPresent()) {
            Setting<?> there = certificate.isPresent() ? CERTIFICATE : KEY;
            Setting<?> missing = certificate.isPresent() ? KEY : CERTIFICATE;
            throw new BadSettings(
                    List.of(settings.origin(there, Section.DBMAIL) + ": TLS needs " + missing.name() + " as well"));
        }
        return certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
    }
}
