package org.jdbmail.core.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.TigerDigest;
import org.bouncycastle.crypto.digests.WhirlpoolDigest;

/** The encodings without salt that DBMail's {@code dm_digest} wrote, in its spelling. They are read, and made on request. */
final class Digests {
    /** The buffer that DBMail encodes whole for {@code md5base64}. */
    private static final int MD5BASE64_BUFFER = 2048;

    /** What fits DBMail's column of 130 with its final zero. */
    private static final int COLUMN = 129;

    private static final HexFormat HEX = HexFormat.of();

    private Digests() {}

    static String md5(byte[] password) {
        return HEX.formatHex(jdk("MD5", password));
    }

    static String sha1(byte[] password) {
        return HEX.formatHex(jdk("SHA-1", password));
    }

    static String sha256(byte[] password) {
        return HEX.formatHex(jdk("SHA-256", password));
    }

    static String sha512(byte[] password) {
        return HEX.formatHex(jdk("SHA-512", password));
    }

    static String whirlpool(byte[] password) {
        return HEX.formatHex(bouncy(new WhirlpoolDigest(), password));
    }

    static String tiger(byte[] password) {
        return HEX.formatHex(bouncy(new TigerDigest(), password));
    }

    static String md5base64(byte[] password) {
        byte[] buffer = Arrays.copyOf(jdk("MD5", password), MD5BASE64_BUFFER);
        return Base64.getEncoder().encodeToString(buffer).substring(0, COLUMN);
    }

    private static byte[] jdk(String algorithm, byte[] password) {
        try {
            return MessageDigest.getInstance(algorithm).digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static byte[] bouncy(Digest digest, byte[] password) {
        digest.update(password, 0, password.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }
}
