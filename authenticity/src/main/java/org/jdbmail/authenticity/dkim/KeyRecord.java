package org.jdbmail.authenticity.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jdbmail.authenticity.field.TagList;

/**
 * A key as a domain publishes it (RFC 6376 §3.6.1).
 *
 * @param key the key
 * @param bits how long it is
 * @param isTested whether the domain only tries signing
 * @param isStrict whether it is for the domain itself only, and none below it
 */
public record KeyRecord(PublicKey key, int bits, boolean isTested, boolean isStrict) {
    /** RFC 8301 §3.2: shorter ones prove nothing. Longer ones only cost. */
    private static final int SHORTEST_RSA = 1024;

    private static final int LONGEST_RSA = 8192;
    private static final int ED25519_OCTETS = 32;
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /**
     * Reads one.
     *
     * @param algorithm what it is to be used for
     */
    public static KeyRecord of(String text, Algorithm algorithm) throws UnusableException {
        TagList tags;
        try {
            tags = TagList.of(text);
        } catch (TagList.SyntaxException e) {
            throw unusable("no record of a key");
        }
        if (tags.has("v")
                && !(tags.first().equals("v") && tags.value("v").orElse("").equals("DKIM1"))) {
            throw unusable("another version of key");
        }
        String type = tags.unfolded("k").orElse("rsa");
        if (!type.equalsIgnoreCase(algorithm.keyType())) {
            throw unusable("a key of another kind");
        }
        List<String> hashes = list(tags.unfolded("h").orElse("sha256"));
        if (hashes.stream().noneMatch("sha256"::equalsIgnoreCase)) {
            throw unusable("the key is not for this hash");
        }
        List<String> services = list(tags.unfolded("s").orElse("*"));
        if (!services.contains("*") && services.stream().noneMatch("email"::equalsIgnoreCase)) {
            throw unusable("the key is not for mail");
        }
        String encoded = tags.unfolded("p").orElseThrow(() -> unusable("no key in the record"));
        if (encoded.isEmpty()) {
            throw unusable("the key was revoked");
        }
        List<String> flags = list(tags.unfolded("t").orElse(""));
        PublicKey key = key(encoded, algorithm);
        int bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : ED25519_OCTETS * 8;
        if (key instanceof RSAPublicKey && (bits < SHORTEST_RSA || bits > LONGEST_RSA)) {
            throw unusable("the key has " + bits + " bits");
        }
        return new KeyRecord(key, bits, flags.contains("y"), flags.contains("s"));
    }

    private static UnusableException unusable(String why) {
        return new UnusableException(SignatureOutcome.PERMERROR, why);
    }

    private static List<String> list(String text) {
        return Arrays.asList(text.split(":", -1));
    }

    private static PublicKey key(String encoded, Algorithm algorithm) throws UnusableException {
        try {
            byte[] octets = Base64.getDecoder().decode(encoded);
            return switch (algorithm) {
                case RSA_SHA256 -> rsa(octets);
                case ED25519_SHA256 -> ed25519(octets);
            };
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw unusable("the key can't be read");
        }
    }

    private static PublicKey ed25519(byte[] octets) throws GeneralSecurityException {
        if (octets.length != ED25519_OCTETS) {
            throw new GeneralSecurityException("not " + ED25519_OCTETS + " octets");
        }
        byte[] whole = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + octets.length);
        System.arraycopy(octets, 0, whole, ED25519_HEAD.length, octets.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole));
    }

    // RFC 6376 §3.6.1 names PKCS #1's form, erratum 3017 the one that all have always used.
    private static PublicKey rsa(byte[] octets) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        try {
            return factory.generatePublic(new X509EncodedKeySpec(octets));
        } catch (GeneralSecurityException e) {
            DerIntegers numbers = new DerIntegers(octets);
            BigInteger modulus = numbers.next();
            return factory.generatePublic(new RSAPublicKeySpec(modulus, numbers.next()));
        }
    }
}
