package org.jdbmail.core.smtp.client;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The names that a certificate is for (RFC 6125), of hosts only. */
final class CertificateNames {
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /** Whether a certificate is for one of some names; one that begins with a dot is all below it. */
    static boolean isForOne(X509Certificate certificate, List<String> names) throws CertificateParsingException {
        List<String> own = of(certificate);
        return names.stream().anyMatch(name -> own.stream().anyMatch(each -> matches(each, lower(name))));
    }

    private static List<String> of(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> each : alternatives) {
                if (each.get(0) instanceof Integer kind && kind == DNS_NAME && each.get(1) instanceof String name) {
                    names.add(lower(name));
                }
            }
        }
        return names;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean matches(String own, String wanted) {
        if (wanted.startsWith(".")) {
            return own.endsWith(wanted) && own.length() > wanted.length();
        }
        // RFC 6125 §6.4.3: a star is the whole of the first label.
        int dot = wanted.indexOf('.');
        return own.equals(wanted)
                || own.startsWith("*.") && dot > 0 && own.substring(1).equals(wanted.substring(dot));
    }
}
