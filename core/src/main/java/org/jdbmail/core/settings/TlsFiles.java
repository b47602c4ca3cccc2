package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's certificates.
 *
 * @param pairs each with its key; the first holds for clients that ask for no name
 * @param passphrase what the keys are encrypted with, if they are
 * @param clientRoots PEM with the certificates of those who vouch for clients; empty: clients are not asked for certificates
 * @param issuers PEM with certificates that complete the chains of the server's own
 * @param ciphers which ciphers are spoken, as OpenSSL lists them; empty for Java's own choice
 */
public record TlsFiles(
        List<Pair> pairs,
        Optional<String> passphrase,
        Optional<Path> clientRoots,
        Optional<Path> issuers,
        Optional<String> ciphers) {
    /**
     * One certificate.
     *
     * @param certificate PEM, with the certificates that lead to a root after it
     * @param key its private key, PEM
     */
    public record Pair(Path certificate, Path key) {}

    private static final Setting<Optional<Path>> CERTIFICATE = new Setting<>(
            Section.DBMAIL,
            "tls_cert",
            NetworkSettings.path().orNone(),
            "",
            "The server's certificate as PEM, followed by those that lead to a root. With this and `tls_key` the services"
                    + " offer TLS. When the file changes it is read again within half a minute, or at once on SIGHUP.");
    private static final Setting<Optional<Path>> KEY = new Setting<>(
            Section.DBMAIL,
            "tls_key",
            NetworkSettings.path().orNone(),
            "",
            "Its private key as PEM: RSA, EC or Ed25519.");
    private static final Setting<Optional<String>> PASSPHRASE = new Setting<>(
            Section.DBMAIL,
            "tls_key_passphrase",
            SettingType.text().orNone(),
            "",
            "What the private keys are encrypted with, if they are.");
    private static final Setting<List<Pair>> MORE = new Setting<>(
            Section.DBMAIL,
            "tls_more_certs",
            SettingType.listOf("pairs `CERTIFICATE:KEY` of paths, with blanks or commas between them", TlsFiles::pair),
            "",
            "Further certificates. A client that asks for a name by SNI gets the one that is for it. A second one for the same"
                    + " name with another kind of key serves clients that want that.");
    private static final Setting<Optional<Path>> CLIENT_ROOTS = new Setting<>(
            Section.DBMAIL,
            "tls_client_ca",
            NetworkSettings.path().orNone(),
            "",
            "PEM with the certificates of those who vouch for clients. With it clients are asked for a certificate, which they"
                    + " may refuse to show.");

    private static final Setting<Optional<Path>> ISSUERS = new Setting<>(
            Section.DBMAIL,
            "tls_cafile",
            NetworkSettings.path().orNone(),
            "",
            "PEM with certificates of those who signed, for a `tls_cert` that holds the server's own alone: what leads from that"
                    + " to a root is sent to clients, without the root.");
    private static final Setting<Optional<String>> CIPHERS = new Setting<>(
            Section.DBMAIL,
            "tls_ciphers",
            SettingType.text().orNone(),
            "",
            "The ciphers of TLS 1.2, as OpenSSL lists them (`ECDHE+AESGCM:!aNULL`); those of TLS 1.3 stay, as with OpenSSL, unless"
                    + " the list names one. Those of CBC and older ones are never spoken. Empty for Java's own choice.");

    static final List<Setting<?>> ALL = List.of(CERTIFICATE, KEY, PASSPHRASE, MORE, CLIENT_ROOTS, ISSUERS, CIPHERS);

    /** Copies the list. */
    public TlsFiles {
        pairs = List.copyOf(pairs);
    }

    /**
     * The certificates that were chosen, or none.
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
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair(certificate.get(), key.orElseThrow()));
        pairs.addAll(settings.get(MORE));
        return Optional.of(new TlsFiles(
                pairs,
                settings.get(PASSPHRASE),
                settings.get(CLIENT_ROOTS),
                settings.get(ISSUERS),
                settings.get(CIPHERS)));
    }

    /** Tells nothing of the passphrase. */
    @Override
    public String toString() {
        return "TlsFiles" + pairs;
    }

    private static Pair pair(String word) {
        int colon = word.indexOf(':');
        if (colon <= 0 || colon == word.length() - 1) {
            throw new IllegalArgumentException();
        }
        return new Pair(Path.of(word.substring(0, colon)), Path.of(word.substring(colon + 1)));
    }
}
