package org.jdbmail.core.password;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator asks for by {@code --pw-type}: a scheme, and whether the password given is already encoded. The
 * names are those of DBMail's {@code dbmail-users}, and some of ours.
 *
 * @param scheme what to store it as
 * @param raw the text given is the encoded form and is stored as it is
 */
public record PasswordType(PasswordScheme scheme, boolean raw) {
    private static final String RAW = "-raw";

    private static final Map<String, PasswordScheme> NAMES = Map.ofEntries(
            Map.entry("", PasswordScheme.PLAINTEXT),
            Map.entry("plaintext", PasswordScheme.PLAINTEXT),
            Map.entry("crypt", PasswordScheme.CRYPT),
            Map.entry("md5", PasswordScheme.MD5),
            Map.entry("md5-hash", PasswordScheme.MD5),
            Map.entry("md5sum", PasswordScheme.MD5SUM),
            Map.entry("md5-digest", PasswordScheme.MD5SUM),
            Map.entry("md5base64", PasswordScheme.MD5BASE64),
            Map.entry("md5-base64", PasswordScheme.MD5BASE64),
            Map.entry("whirlpool", PasswordScheme.WHIRLPOOL),
            Map.entry("sha512", PasswordScheme.SHA512),
            Map.entry("sha256", PasswordScheme.SHA256),
            Map.entry("sha1", PasswordScheme.SHA1),
            Map.entry("tiger", PasswordScheme.TIGER),
            Map.entry("sha256-crypt", PasswordScheme.SHA256_CRYPT),
            Map.entry("sha512-crypt", PasswordScheme.SHA512_CRYPT),
            Map.entry("bcrypt", PasswordScheme.BCRYPT),
            Map.entry("argon2id", PasswordScheme.ARGON2ID));

    /** The type of that name, whatever its case; empty for an unknown one. {@code shadow} is a source of passwords and not a type. */
    public static Optional<PasswordType> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean raw = lower.endsWith(RAW);
        String base = raw ? lower.substring(0, lower.length() - RAW.length()) : lower;
        return Optional.ofNullable(NAMES.get(base)).map(scheme -> new PasswordType(scheme, raw));
    }
}
