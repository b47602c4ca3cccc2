package org.jdbmail.core.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** The hash functions with which SCRAM is spoken. */
public enum ScramHash {
    /** RFC 5802. */
    SHA_1("SHA-1", "HmacSHA1", 20),
    /** RFC 7677. */
    SHA_256("SHA-256", "HmacSHA256", 32),
    /** draft-melnikov-scram-sha-512. */
    SHA_512("SHA-512", "HmacSHA512", 64);

    private final String digest;
    private final String mac;
    private final int octets;

    ScramHash(String digest, String mac, int octets) {
        this.digest = digest;
        this.mac = mac;
        this.octets = octets;
    }

    /** The mechanism's name, which is also that of the stored form. */
    public String mechanism() {
        return "SCRAM-" + digest;
    }

    /** How long its digests are. */
    public int octets() {
        return octets;
    }

    /** H() of RFC 5802 §2.2. */
    public byte[] digest(byte[] octetsToHash) {
        try {
            return MessageDigest.getInstance(digest).digest(octetsToHash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + digest, e);
        }
    }

    /** HMAC() of RFC 5802 §2.2. */
    public byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, mac));
            return hmac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + mac, e);
        }
    }

    /** Hi() of RFC 5802 §2.2. */
    byte[] salted(byte[] password, byte[] salt, int iterations) {
        Digest function = switch (this) {
            case SHA_1 -> new SHA1Digest();
            case SHA_256 -> new SHA256Digest();
            case SHA_512 -> new SHA512Digest();
        };
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(function);
        generator.init(password, salt, iterations);
        return ((KeyParameter) generator.generateDerivedMacParameters(octets * 8)).getKey();
    }
}
