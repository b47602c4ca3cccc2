package org.jdbmail.core.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a client's certificate is: by its fingerprint, where one is listed, or else by the mail address that its authority put into it, or
 * its common name.
 *
 * @param fingerprints accounts' names by SHA-256 of their certificates, in hexadecimal digits
 * @param bySubject whether what the certificate says counts; not where its authority gives certificates to others too
 */
public record CertificateUsers(Map<String, String> fingerprints, boolean bySubject) {
    /** RFC 5280 §4.2.1.6: rfc822Name. */
    private static final int MAIL = 1;

    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)\\s*CN=((?:[^,\\\\]|\\\\.)+)");

    /** Copies the map. */
    public CertificateUsers {
        fingerprints = Map.copyOf(fingerprints);
    }

    /** Nobody logs in by a certificate. */
    public static CertificateUsers nobody() {
        return new CertificateUsers(Map.of(), false);
    }

    /** Whether anybody can log in by a certificate. */
    boolean isUsed() {
        return bySubject || !fingerprints.isEmpty();
    }

    /** The account's name; of several, the one that is wanted. */
    Optional<String> nameOf(X509Certificate certificate, String wanted) {
        String listed = fingerprints.get(fingerprint(certificate));
        if (listed != null) {
            return Optional.of(listed);
        }
        if (!bySubject) {
            return Optional.empty();
        }
        List<String> addresses = addresses(certificate);
        return addresses.stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .or(() -> addresses.stream().findFirst())
                .or(() -> commonName(certificate));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest).toLowerCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was shown has a form", e);
        }
    }

    private static List<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(MAIL).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        Matcher matcher =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return matcher.find() ? Optional.of(matcher.group(1).replaceAll("\\\\(.)", "$1")) : Optional.empty();
    }
}
