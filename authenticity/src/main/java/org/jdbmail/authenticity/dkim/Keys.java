package org.jdbmail.authenticity.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;

/** Finds the keys that domains publish, and checks signatures by them. */
public final class Keys {
    private final DnsLookup dns;

    /** @param dns where they are published */
    public Keys(DnsLookup dns) {
        this.dns = dns;
    }

    /** The key of a domain that has that name. */
    public KeyRecord find(String selector, String domain, Algorithm algorithm) throws UnusableException {
        return switch (dns.txt(selector + "._domainkey." + domain)) {
            case Answer.None<String> ignored -> throw new UnusableException(SignatureOutcome.PERMERROR, "no key");
            case Answer.Failed<String> ignored ->
                throw new UnusableException(SignatureOutcome.TEMPERROR, "the key can't be looked up now");
            case Answer.Found<String> found -> {
                // RFC 6376 §6.1.2: of several, any may be tried.
                UnusableException why = new UnusableException(SignatureOutcome.PERMERROR, "no key");
                for (String text : found.records().stream().limit(4).toList()) {
                    try {
                        yield KeyRecord.of(text, algorithm);
                    } catch (UnusableException e) {
                        why = e;
                    }
                }
                throw why;
            }
        };
    }

    /**
     * Whether a signature over fields is right.
     *
     * @param data what was signed; each octet is the character of its number
     */
    public static boolean isRight(KeyRecord key, Algorithm algorithm, String data, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm.provided());
            check.initVerify(key.key());
            check.update(signed(algorithm, data));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // One that has not even the form of a signature is not right.
            return false;
        }
    }

    /** What goes into a signature: RFC 8463 §3 signs the hash. */
    static byte[] signed(Algorithm algorithm, String data) {
        byte[] octets = data.getBytes(StandardCharsets.ISO_8859_1);
        return switch (algorithm) {
            case RSA_SHA256 -> octets;
            case ED25519_SHA256 -> BodyDigest.sha256().digest(octets);
        };
    }
}
