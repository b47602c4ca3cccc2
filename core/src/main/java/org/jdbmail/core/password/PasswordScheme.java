package org.jdbmail.core.password;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a stored password is encoded. The name of each is what stands in {@code dbmail_users.encryption_type}; all but the
 * last two are DBMail's.
 */
public enum PasswordScheme {
    /** The password itself. DBMail's CRAM-MD5 and APOP need it; nothing else should. */
    PLAINTEXT(""),
    /** crypt(3) in the forms DES, {@code $1$}, {@code $2a$ $2b$ $2y$}, {@code $5$} and {@code $6$}. */
    CRYPT("crypt"),
    /** crypt(3) in the form {@code $5$}, which DBMail's programs know under that name too. */
    SHA256_CRYPT("crypt"),
    /** crypt(3) in the form {@code $6$}, as {@link #SHA256_CRYPT}. */
    SHA512_CRYPT("crypt"),
    /** crypt(3) in the form {@code $1$}; or 32 hexadecimal digits of MD5, which old versions wrote under this name. */
    MD5("md5"),
    /** Hexadecimal MD5 without salt. */
    MD5SUM("md5sum"),
    /** MD5 in a zero-padded buffer of 2,048 octets, that in base64, and that cut off at 129 characters. */
    MD5BASE64("md5base64"),
    /** Hexadecimal Whirlpool without salt. */
    WHIRLPOOL("whirlpool"),
    /** Hexadecimal SHA-512 without salt. */
    SHA512("sha512"),
    /** Hexadecimal SHA-256 without salt. */
    SHA256("sha256"),
    /** Hexadecimal SHA-1 without salt; DBMail compares the first 32 digits only. */
    SHA1("sha1"),
    /** Hexadecimal Tiger without salt, its three words with the lowest octet first. */
    TIGER("tiger"),
    /** bcrypt ({@code $2y$}). */
    BCRYPT("bcrypt"),
    /** Argon2id (RFC 9106) in its usual text form; what new passwords get. */
    ARGON2ID("argon2id");

    private final String storedName;

    PasswordScheme(String storedName) {
        this.storedName = storedName;
    }

    /** The name in {@code encryption_type}; empty for plain text. */
    public String storedName() {
        return storedName;
    }

    /** The scheme with that stored name, whatever its case; empty for a name that nobody knows, which nothing matches. */
    public static Optional<PasswordScheme> ofStoredName(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(scheme -> scheme.storedName.equals(lower))
                .findFirst();
    }
}
