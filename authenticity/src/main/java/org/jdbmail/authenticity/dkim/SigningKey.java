package org.jdbmail.authenticity.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key that a domain of ours signs with.
 *
 * @param algorithm what it is for
 * @param secret the key itself
 * @param published what the domain publishes of it, in base64
 */
public record SigningKey(Algorithm algorithm, PrivateKey secret, String published) {
    /** Bits of a key of RSA, where nobody says otherwise (RFC 8301 §3.2). */
    public static final int USUAL_BITS = 2048;

    private static final int ED25519_OCTETS = 32;

    /**
     * Makes a new one.
     *
     * @param bits of a key of RSA
     */
    public static SigningKey generate(Algorithm algorithm, int bits) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(algorithm == Algorithm.RSA_SHA256 ? "RSA" : "Ed25519");
            if (algorithm == Algorithm.RSA_SHA256) {
                generator.initialize(bits);
            }
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] published = switch (algorithm) {
                case RSA_SHA256 -> encoded;
                // RFC 8463 §4: the key alone, without what says which kind it is.
                case ED25519_SHA256 -> Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length);
            };
            return new SigningKey(
                    algorithm, pair.getPrivate(), Base64.getEncoder().encodeToString(published));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java makes such keys", e);
        }
    }

    /**
     * One that was kept.
     *
     * @param secret as {@link #encoded} gives it
     * @throws GeneralSecurityException if that is no such key
     */
    public static SigningKey of(Algorithm algorithm, String secret, String published) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(algorithm == Algorithm.RSA_SHA256 ? "RSA" : "Ed25519");
        try {
            PrivateKey key = factory.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret)));
            return new SigningKey(algorithm, key, published);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no base64", e);
        }
    }

    /** The secret in base64 (PKCS #8). */
    public String encoded() {
        return Base64.getEncoder().encodeToString(secret.getEncoded());
    }

    /** How long it is. */
    public int bits() {
        return secret instanceof RSAKey rsa ? modulus(rsa).bitLength() : ED25519_OCTETS * 8;
    }

    private static BigInteger modulus(RSAKey key) {
        return key.getModulus();
    }

    /** What the domain publishes, as the text of a record. */
    public String record() {
        return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + published;
    }

    /**
     * Signs.
     *
     * @param data each octet is the character of its number
     * @return base64
     */
    public String sign(String data) {
        try {
            Signature signature = Signature.getInstance(algorithm.provided());
            signature.initSign(secret);
            signature.update(Keys.signed(algorithm, data));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that could be read can sign", e);
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + " " + published + "]";
    }
}
