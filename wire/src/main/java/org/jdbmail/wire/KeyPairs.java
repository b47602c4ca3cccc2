package org.jdbmail.wire;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Finds out at the start, and not at the first handshake, that a key and a certificate are not a pair. */
final class KeyPairs {
    private static final byte[] SAMPLE = {'s', 'a', 'm', 'p', 'l', 'e'};

    private KeyPairs() {}

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
