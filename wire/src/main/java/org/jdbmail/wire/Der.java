package org.jdbmail.wire;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** As much of ASN.1's DER as it takes to put an older kind of private key into a PKCS#8 envelope. */
final class Der {
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1 with NULL parameters (RFC 8017 §A.1). */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** id-ecPublicKey, 1.2.840.10045.2.1 (RFC 5480 §2.1.1). */
    private static final byte[] EC_PUBLIC_KEY = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Der() {}

    /** RFC 5208 §5 around RFC 8017's RSAPrivateKey. */
    static byte[] pkcs8FromRsa(byte[] key) {
        return element(SEQUENCE, VERSION_0, RSA, element(OCTETS, key));
    }

    /** RFC 5208 §5 around RFC 5915's ECPrivateKey, which must name its curve. */
    static byte[] pkcs8FromEc(byte[] key) throws InvalidKeySpecException {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC_PUBLIC_KEY, curve(key)), element(OCTETS, key));
    }

    // RFC 5915 §3: SEQUENCE { version, privateKey OCTET STRING, parameters [0] OPTIONAL, publicKey [1] OPTIONAL }
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        try {
            int at = content(key, 0);
            while (at < key.length) {
                int content = content(key, at);
                int end = content + length(key, at);
                if ((key[at] & 0xff) == PARAMETERS) {
                    return Arrays.copyOfRange(key, content, end);
                }
                at = end;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the EC key is cut off", e);
        }
        throw new InvalidKeySpecException("the EC key does not name its curve");
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) throws InvalidKeySpecException {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int n = first & 0x7f;
        if (n == 0 || n > 3) {
            throw new InvalidKeySpecException("the EC key has a length that cannot be");
        }
        int length = 0;
        for (int i = 0; i < n; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x83);
            out.write(length >>> 16);
            out.write(length >>> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
