package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Credential;

/** Encodes passwords and compares them with stored ones, in time that does not depend on where they differ. */
public final class Passwords {
    /** What new passwords are encoded with unless something else is asked for. */
    public static final PasswordScheme DEFAULT = PasswordScheme.ARGON2ID;

    /** How many characters DBMail compares of the digests that its column did not always hold whole. */
    private static final int DBMAIL_COMPARES = 32;

    private static final int SALT_OCTETS = 16;

    private final Argon2 argon2 = new Argon2();
    private final SecureRandom random = new SecureRandom();

    /** Encodes a new password. */
    public Credential encode(Password password, PasswordScheme scheme) {
        byte[] octets = password.octets();
        String encoded = switch (scheme) {
            case PLAINTEXT -> new String(octets, UTF_8);
            case CRYPT -> UnixCrypt.des(octets, random);
            case MD5 -> UnixCrypt.md5(octets, random);
            case MD5SUM -> TextDigest.MD5.of(octets);
            case MD5BASE64 -> Md5Base64.of(octets);
            case WHIRLPOOL -> TextDigest.WHIRLPOOL.of(octets);
            case SHA512 -> TextDigest.SHA512.of(octets);
            case SHA256 -> TextDigest.SHA256.of(octets);
            case SHA1 -> TextDigest.SHA1.of(octets);
            case TIGER -> TextDigest.TIGER.of(octets);
            case BCRYPT -> UnixCrypt.bcrypt(octets, salt());
            case ARGON2ID -> argon2.encode(octets, salt());
        };
        return new Credential(encoded, scheme.storedName());
    }

    /** Whether that is a form of crypt(3) that passwords can be compared with: DES, {@code $1$}, bcrypt, {@code $5$}, {@code $6$}. */
    public static boolean isKnownCrypt(String encoded) {
        return UnixCrypt.isKnown(encoded);
    }

    /** Whether comparing a password with it is made to be slow: that is for few threads at a time. */
    public static boolean isSlow(Credential credential) {
        return PasswordScheme.ofStoredName(credential.scheme())
                .map(scheme -> switch (scheme) {
                    case CRYPT, MD5, BCRYPT, ARGON2ID -> true;
                    case PLAINTEXT, MD5SUM, MD5BASE64, WHIRLPOOL, SHA512, SHA256, SHA1, TIGER -> false;
                })
                .orElse(false);
    }

    /**
     * Whether the password is the one that is stored. An empty stored password, an unknown scheme and a damaged encoding
     * match nothing.
     */
    public boolean matches(Password password, Credential credential) {
        String stored = credential.encoded();
        if (stored.isEmpty() || password.isTooLong()) {
            return false;
        }
        return PasswordScheme.ofStoredName(credential.scheme())
                .map(scheme -> matches(password.octets(), scheme, stored))
                .orElse(false);
    }

    private boolean matches(byte[] octets, PasswordScheme scheme, String stored) {
        return switch (scheme) {
            case PLAINTEXT -> MessageDigest.isEqual(octets, stored.getBytes(UTF_8));
            case CRYPT -> UnixCrypt.matches(octets, stored);
            case MD5 ->
                stored.startsWith("$1$")
                        ? UnixCrypt.matches(octets, stored)
                        : sameDigits(TextDigest.MD5.of(octets), stored);
            case MD5SUM -> sameDigits(TextDigest.MD5.of(octets), stored);
            case MD5BASE64 -> sameStart(Md5Base64.of(octets), stored);
            case WHIRLPOOL -> sameDigits(TextDigest.WHIRLPOOL.of(octets), stored);
            case SHA512 -> sameDigits(TextDigest.SHA512.of(octets), stored);
            case SHA256 -> sameDigits(TextDigest.SHA256.of(octets), stored);
            case SHA1 -> sameStart(TextDigest.SHA1.of(octets), stored.toLowerCase(Locale.ROOT));
            case TIGER -> sameDigits(TextDigest.TIGER.of(octets), stored);
            case BCRYPT -> UnixCrypt.matchesBcrypt(octets, stored);
            case ARGON2ID -> argon2.matches(octets, stored);
        };
    }

    private static boolean sameDigits(String computed, String stored) {
        return MessageDigest.isEqual(
                computed.getBytes(UTF_8), stored.toLowerCase(Locale.ROOT).getBytes(UTF_8));
    }

    /**
     * Compares all that is stored. DBMail stops after 32 characters, so a value that some tool cut off there logs in, and does
     * so here; what is stored beyond is compared all the same, since it was the whole digest that the owner chose.
     */
    private static boolean sameStart(String computed, String stored) {
        if (stored.length() < DBMAIL_COMPARES || stored.length() > computed.length()) {
            return false;
        }
        byte[] start = Arrays.copyOf(computed.getBytes(UTF_8), stored.length());
        return MessageDigest.isEqual(start, stored.getBytes(UTF_8));
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return salt;
    }
}
