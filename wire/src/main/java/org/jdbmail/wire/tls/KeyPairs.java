package org.jdbmail.wire.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;

/** Finds out at the start, and not at the first handshake, that a key and a certificate are not a pair. */
final class KeyPairs {
    private static final byte[] SAMPLE = {'s', 'a', 'm', 'p', 'l', 'e'};

    private static final int LEAST_RSA = 2_048;
    private static final int LEAST_EC = 256;

    private KeyPairs() {}

    /** Refuses keys that can be broken, which clients refuse too. */
    static void requireStrong(PublicKey shown) throws GeneralSecurityException {
        int bits;
        int least;
        switch (shown) {
            case RSAKey rsa -> {
                bits = rsa.getModulus().bitLength();
                least = LEAST_RSA;
            }
            case ECKey ec -> {
                bits = ec.getParams().getCurve().getField().getFieldSize();
                least = LEAST_EC;
            }
            default -> {
                return;
            }
        }
        if (bits < least) {
            throw new GeneralSecurityException(
                    "a key of " + bits + " bits is too weak, " + least + " are the least; have a new one made");
        }
    }

    static void requireMatch(PublicKey shown, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(shown);
            signature.update(SAMPLE);
            if (signature.verify(signed)) {
                return;
            }
        } catch (InvalidKeyException e) {
            throw new GeneralSecurityException("the key is of another kind than the certificate", e);
        }
        throw new GeneralSecurityException("the key does not belong to the certificate");
    }
}
