package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Credential;

/** Encodes passwords and compares them with stored ones, in time that does not depend on where they differ. */
public final class Passwords {
    /** What new passwords are encoded with unless something else is asked for. */
    public static final PasswordScheme DEFAULT = PasswordScheme.ARGON2ID;

    private static final int SALT_OCTETS = 16;

    private final SecureRandom random = new SecureRandom();

    /** Encodes a new password. */
    public Credential encode(Password password, PasswordScheme scheme) {
        byte[] octets = password.octets();
        String encoded = switch (scheme) {
            case PLAINTEXT -> new String(octets, UTF_8);
            case CRYPT -> UnixCrypt.des(octets, random);
            case SHA256_CRYPT -> UnixCrypt.sha(octets, "$5$", random);
            case SHA512_CRYPT -> UnixCrypt.sha(octets, "$6$", random);
            case MD5 -> UnixCrypt.md5(octets, random);
            case MD5SUM -> TextDigest.MD5.of(octets);
            case MD5BASE64 -> Md5Base64.of(octets);
            case WHIRLPOOL -> TextDigest.WHIRLPOOL.of(octets);
            case SHA512 -> TextDigest.SHA512.of(octets);
            case SHA256 -> TextDigest.SHA256.of(octets);
            case SHA1 -> TextDigest.SHA1.of(octets);
            case TIGER -> TextDigest.TIGER.of(octets);
            case BCRYPT -> UnixCrypt.bcrypt(octets, salt());
            case ARGON2ID -> Argon2.encode(octets, salt());
        };
        return new Credential(encoded, scheme.storedName());
    }

    /** Whether that is a form of crypt(3) that passwords can be compared with: DES, {@code $1$}, bcrypt, {@code $5$}, {@code $6$}. */
    public static boolean isKnownCrypt(String encoded) {
        return UnixCrypt.isKnown(encoded);
    }

    /** Whether comparing a password with it is made to be slow: that is for few threads at a time. */
    public static boolean isSlow(Credential credential) {
        return StoredForms.of(credential).isSlow();
    }

    /**
     * Whether the password is the one that is stored. An empty stored password, an unknown scheme and a damaged encoding
     * match nothing.
     *
     * @param login the account's name, which some encodings hold too
     */
    public boolean matches(Password password, Credential credential, String login) {
        return !password.isTooLong() && StoredForms.of(credential).matches(password.octets(), login);
    }

    /** As {@link #matches(Password, Credential, String)} where no encoding holds the account's name. */
    public boolean matches(Password password, Credential credential) {
        return matches(password, credential, "");
    }

    /** What a SCRAM server keeps of a new password. */
    public ScramKeys scram(Password password, ScramHash hash) {
        return ScramKeys.of(hash, password.octets(), salt(), ScramKeys.USUAL_ITERATIONS);
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return salt;
    }
}
