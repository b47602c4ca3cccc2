package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whose a client's certificate is, for the SASL mechanism EXTERNAL. It needs {@code tls_client_ca}.
 *
 * @param list a file that names accounts by their certificates' fingerprints
 * @param bySubject whether a certificate may itself say whose it is
 */
public record ClientCertificateSettings(Optional<Path> list, boolean bySubject) {
    private static final Setting<Optional<Path>> LIST = new Setting<>(
            Section.DBMAIL,
            "tls_client_accounts",
            NetworkSettings.path().orNone(),
            "",
            "A file that says whose a client's certificate is, for SASL's EXTERNAL: in each line the certificate's SHA-256"
                    + " fingerprint, as `openssl x509 -noout -fingerprint -sha256` prints it, with or without colons, a blank,"
                    + " and the account's name. It is read at the start. `tls_client_ca` must vouch for the certificates.");
    private static final Setting<Boolean> BY_SUBJECT = new Setting<>(
            Section.DBMAIL,
            "tls_client_subject",
            SettingType.yesNo(),
            "no",
            "Whether a client's certificate says itself whose it is: by its mail address, or else its common name. Only for an"
                    + " authority of your own in `tls_client_ca`, which gives each user a certificate with the right name.");

    static final List<Setting<?>> ALL = List.of(LIST, BY_SUBJECT);

    /** What was chosen. */
    public static ClientCertificateSettings from(Settings settings) {
        return new ClientCertificateSettings(settings.get(LIST), settings.get(BY_SUBJECT));
    }
}
