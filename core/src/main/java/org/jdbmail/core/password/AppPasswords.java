package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * Passwords that we make up for one program or device. They have 80 bits of chance, so that a salted SHA-256 keeps them as well as a
 * slow hash keeps what people choose, and a phone logs in quickly.
 */
public final class AppPasswords {
    /** Without those that are taken for others. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 16;
    private static final int GROUP = 4;
    private static final int SALT_OCTETS = 8;

    private final SecureRandom random = new SecureRandom();

    /** A new one, in groups as it is shown. */
    public String make() {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                made.append('-');
            }
            made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return made.toString();
    }

    /** How it is stored. */
    public String encode(String made) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        byte[] digest = PlainDigest.SHA256.of(bare(made.getBytes(UTF_8)), salt);
        byte[] all = Arrays.copyOf(digest, digest.length + salt.length);
        System.arraycopy(salt, 0, all, digest.length, salt.length);
        return "{SSHA256}" + Base64.getEncoder().encodeToString(all);
    }

    /** What was typed without what only makes it readable: a phone makes the first letter a capital, people leave out hyphens. */
    public static byte[] bare(byte[] typed) {
        return new String(typed, UTF_8)
                .replaceAll("[-\\s]", "")
                .toLowerCase(Locale.ROOT)
                .getBytes(US_ASCII);
    }
}
