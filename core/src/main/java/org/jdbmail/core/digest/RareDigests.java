package org.jdbmail.core.digest;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.TigerDigest;
import org.bouncycastle.crypto.digests.WhirlpoolDigest;

/**
 * Digests that Java does not have. They stand apart since Java checks the signature of the library's whole file before it loads the first class
 * out of it, which takes a third of the time in which a short program is to be done.
 */
final class RareDigests {
    private RareDigests() {}

    static byte[] whirlpool(byte[] bytes) {
        return digest(new WhirlpoolDigest(), bytes);
    }

    static byte[] tiger(byte[] bytes) {
        return digest(new TigerDigest(), bytes);
    }

    private static byte[] digest(Digest digest, byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }
}
