package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import org.jdbmail.core.digest.TextDigest;

/** Digests of which DBMail's column does not always hold the whole. */
public enum LetterDigest {
    /** Hexadecimal SHA-1. */
    SHA1,
    /** DBMail's base64 of a buffer with an MD5. */
    MD5_BASE64;

    /** How many letters DBMail compares. */
    private static final int COMPARED = 32;

    boolean matches(byte[] password, String stored) {
        String computed = switch (this) {
            case SHA1 -> TextDigest.SHA1.of(password);
            case MD5_BASE64 -> Md5Base64.of(password);
        };
        String wanted = switch (this) {
            case SHA1 -> stored.toLowerCase(Locale.ROOT);
            case MD5_BASE64 -> stored;
        };
        if (wanted.length() < COMPARED || wanted.length() > computed.length()) {
            return false;
        }
        byte[] start = Arrays.copyOf(computed.getBytes(UTF_8), wanted.length());
        return MessageDigest.isEqual(start, wanted.getBytes(UTF_8));
    }
}
