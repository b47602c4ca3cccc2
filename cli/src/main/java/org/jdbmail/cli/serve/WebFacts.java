package org.jdbmail.cli.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.store.Examination;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.SecretSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.jdbmail.webd.page.ServerFacts;

/** What pages show of the server that they are in. */
final class WebFacts {
    /** A name that a certificate is for (RFC 5280 §4.2.1.6: dNSName). */
    private static final Integer DNS_NAME = 2;

    private WebFacts() {}

    /** @param sessions open connections by protocol */
    static ServerFacts of(Settings settings, Supplier<Map<String, Integer>> sessions) {
        return new ServerFacts(
                () -> doctor(settings), () -> settings(settings), () -> certificates(settings), sessions);
    }

    private static List<ServerFacts.Finding> doctor(Settings settings) {
        try {
            return Examination.of(new Opening(Optional.empty()), settings).stream()
                    .map(finding -> new ServerFacts.Finding(finding.what(), finding.isWell(), finding.text()))
                    .toList();
        } catch (Failure failure) {
            return List.of(new ServerFacts.Finding("settings", false, String.valueOf(failure.getMessage())));
        }
    }

    private static List<ServerFacts.Setting> settings(Settings settings) {
        return settings.effective().stream()
                .map(one -> new ServerFacts.Setting(
                        one.section().name(),
                        one.setting().name(),
                        SecretSettings.shown(one.setting(), one.value()),
                        one.origin().orElse(""),
                        one.setting().prose()))
                .toList();
    }

    private static List<ServerFacts.Certificate> certificates(Settings settings) {
        try {
            List<ServerFacts.Certificate> all = new ArrayList<>();
            for (TlsFiles.Pair pair :
                    TlsFiles.from(settings).map(TlsFiles::pairs).orElse(List.of())) {
                all.add(certificate(pair));
            }
            return all;
        } catch (BadSettings | IOException | CertificateException e) {
            // The doctor tells what is wrong with them.
            return List.of();
        }
    }

    /** When the first of the certificates ends. */
    static Optional<Instant> firstEnd(Settings settings) {
        return certificates(settings).stream()
                .map(ServerFacts.Certificate::ends)
                .min(Comparator.naturalOrder());
    }

    private static ServerFacts.Certificate certificate(TlsFiles.Pair pair) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pair.certificate())) {
            X509Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new CertificateException("it holds no certificate"));
            return new ServerFacts.Certificate(
                    pair.certificate().toString(),
                    certificate.getSubjectX500Principal().getName(),
                    names(certificate),
                    certificate.getNotAfter().toInstant());
        }
    }

    private static String names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? ""
                : names.stream()
                        .filter(name -> DNS_NAME.equals(name.getFirst()))
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", "));
    }
}
