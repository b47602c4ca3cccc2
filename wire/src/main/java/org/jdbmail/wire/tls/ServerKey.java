package org.jdbmail.wire.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * A certificate of the server with its private key.
 *
 * @param chain the server's own first, then what leads to a root
 */
record ServerKey(List<X509Certificate> chain, PrivateKey key) {
    /** The type of a DNS name among the alternative names (RFC 5280 §4.2.1.6). */
    private static final int DNS = 2;

    ServerKey {
        chain = List.copyOf(chain);
    }

    /** The names that it is for, in lower case; one may begin with {@code *.}. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        try {
            var alternatives = chain.getFirst().getSubjectAlternativeNames();
            if (alternatives == null) {
                names.addAll(commonNames());
            } else {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(DNS)) {
                        names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // A certificate that Java could load and cannot tell the names of is for no name that is asked for.
            return Set.of();
        }
        return names;
    }

    private Set<String> commonNames() {
        Set<String> names = new HashSet<>();
        try {
            new LdapName(chain.getFirst().getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .forEach(
                                    part -> names.add(part.getValue().toString().toLowerCase(Locale.ROOT)));
        } catch (InvalidNameException e) {
            return Set.of();
        }
        return names;
    }

    // RFC 6125 §6.4.3: a wildcard is one label, the first.
    boolean isFor(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        Set<String> names = names();
        return names.contains(name) || dot > 0 && names.contains("*" + name.substring(dot));
    }

    /** Tells nothing of the key. */
    @Override
    public String toString() {
        return "ServerKey" + names();
    }
}
