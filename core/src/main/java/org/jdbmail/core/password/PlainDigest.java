package org.jdbmail.core.password;

import java.util.Arrays;
import org.jdbmail.core.digest.TextDigest;

/** The digests by which passwords are stored without more ado, alone or with a salt. */
public enum PlainDigest {
    /** 16 octets. */
    MD5(TextDigest.MD5, 16),
    /** 20 octets. */
    SHA1(TextDigest.SHA1, 20),
    /** 32 octets. */
    SHA256(TextDigest.SHA256, 32),
    /** 64 octets. */
    SHA512(TextDigest.SHA512, 64),
    /** 64 octets. */
    WHIRLPOOL(TextDigest.WHIRLPOOL, 64),
    /** 24 octets. */
    TIGER(TextDigest.TIGER, 24);

    private final TextDigest digest;
    private final int octets;

    PlainDigest(TextDigest digest, int octets) {
        this.digest = digest;
        this.octets = octets;
    }

    /** How long it is. */
    int octets() {
        return octets;
    }

    /** The digest of a password and what stands behind it. */
    byte[] of(byte[] password, byte[] salt) {
        byte[] all = Arrays.copyOf(password, password.length + salt.length);
        System.arraycopy(salt, 0, all, password.length, salt.length);
        byte[] result = digest.digest(all);
        Arrays.fill(all, (byte) 0);
        return result;
    }
}
