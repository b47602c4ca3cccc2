package org.jdbmail.core.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest in lower-case hexadecimal digits, as DBMail's {@code dm_digest} writes it. The names are those of its settings. */
public enum TextDigest {
    /** 32 digits. */
    MD5,
    /** 40 digits. */
    SHA1,
    /** 64 digits. */
    SHA256,
    /** 128 digits. */
    SHA512,
    /** 128 digits. */
    WHIRLPOOL,
    /** 48 digits. */
    TIGER;

    private static final HexFormat HEX = HexFormat.of();

    /** The digest of some bytes. */
    public String of(byte[] bytes) {
        return HEX.formatHex(digest(bytes));
    }

    /** The digest of a text, as UTF-8. */
    public String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest itself. */
    public byte[] digest(byte[] bytes) {
        return switch (this) {
            case MD5 -> jdk("MD5", bytes);
            case SHA1 -> jdk("SHA-1", bytes);
            case SHA256 -> jdk("SHA-256", bytes);
            case SHA512 -> jdk("SHA-512", bytes);
            case WHIRLPOOL -> RareDigests.whirlpool(bytes);
            case TIGER -> RareDigests.tiger(bytes);
        };
    }

    private static byte[] jdk(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
