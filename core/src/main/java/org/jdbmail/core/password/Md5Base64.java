package org.jdbmail.core.password;

import java.util.Arrays;
import java.util.Base64;
import org.jdbmail.core.digest.TextDigest;

/** DBMail's encoding {@code md5base64}. */
final class Md5Base64 {
    /** The buffer that DBMail encodes whole, whatever is in it. */
    private static final int BUFFER = 2048;

    /** What fits DBMail's column of 130 with its final zero. */
    private static final int COLUMN = 129;

    private Md5Base64() {}

    static String of(byte[] password) {
        byte[] buffer = Arrays.copyOf(TextDigest.MD5.digest(password), BUFFER);
        return Base64.getEncoder().encodeToString(buffer).substring(0, COLUMN);
    }
}
