package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.store.Credential;

/** Reads stored passwords: by DBMail's name of the encoding, or by a prefix as Dovecot and PostfixAdmin write it. */
public final class StoredForms {
    private static final Pattern PREFIX =
            Pattern.compile("\\{([A-Za-z0-9-]{1,24})(\\.[A-Za-z0-9]{1,6})?\\}(.*)", Pattern.DOTALL);

    private StoredForms() {}

    /** What a stored password is compared by. A prefix that is known counts more than the name of the encoding. */
    public static StoredForm of(Credential credential) {
        String stored = credential.encoded();
        if (stored.isEmpty()) {
            return new StoredForm.Nothing();
        }
        Matcher prefix = PREFIX.matcher(stored);
        if (prefix.matches()) {
            Optional<StoredForm> known = prefixed(prefix.group(1), prefix.group(3));
            if (known.isPresent()) {
                return known.get();
            }
        }
        return PasswordScheme.ofStoredName(credential.scheme())
                .map(scheme -> ofScheme(scheme, stored))
                .orElseGet(StoredForm.Nothing::new);
    }

    /** Whether it begins with a prefix that says how it is encoded. */
    public static boolean isPrefixed(String stored) {
        Matcher prefix = PREFIX.matcher(stored);
        return prefix.matches() && prefixed(prefix.group(1), prefix.group(3)).isPresent();
    }

    private static StoredForm ofScheme(PasswordScheme scheme, String stored) {
        return switch (scheme) {
            case PLAINTEXT -> new StoredForm.Plain(stored.getBytes(UTF_8));
            case CRYPT, SHA256_CRYPT, SHA512_CRYPT, BCRYPT -> crypt(stored);
            case MD5 -> stored.startsWith("$") ? crypt(stored) : digest(PlainDigest.MD5, stored, 0);
            case MD5SUM -> digest(PlainDigest.MD5, stored, 0);
            // Base64 of the digest alone is what other programs write under that name.
            case MD5BASE64 ->
                stored.length() == 24
                        ? digest(PlainDigest.MD5, stored, 0)
                        : new StoredForm.Letters(LetterDigest.MD5_BASE64, stored);
            case WHIRLPOOL -> digest(PlainDigest.WHIRLPOOL, stored, 0);
            case SHA512 -> digest(PlainDigest.SHA512, stored, 0);
            case SHA256 -> digest(PlainDigest.SHA256, stored, 0);
            case SHA1 -> new StoredForm.Letters(LetterDigest.SHA1, stored);
            case TIGER -> digest(PlainDigest.TIGER, stored, 0);
            case ARGON2ID -> new StoredForm.Argon(stored);
        };
    }

    /** The names are Dovecot's; empty for one that is not known, since a password may begin with a brace. */
    private static Optional<StoredForm> prefixed(String name, String rest) {
        StoredForm form = switch (name.toUpperCase(Locale.ROOT)) {
            case "PLAIN", "CLEAR", "CLEARTEXT" -> new StoredForm.Plain(rest.getBytes(UTF_8));
            case "CRYPT", "DES-CRYPT", "MD5-CRYPT", "SHA256-CRYPT", "SHA512-CRYPT", "BLF-CRYPT", "BCRYPT" ->
                crypt(rest);
            // Dovecot's MD5 is that of crypt(3), others mean the digest.
            case "MD5" -> rest.startsWith("$") ? crypt(rest) : digest(PlainDigest.MD5, rest, 0);
            case "PLAIN-MD5", "LDAP-MD5" -> digest(PlainDigest.MD5, rest, 0);
            case "SHA", "SHA1" -> digest(PlainDigest.SHA1, rest, 0);
            case "SHA256" -> digest(PlainDigest.SHA256, rest, 0);
            case "SHA512" -> digest(PlainDigest.SHA512, rest, 0);
            case "SMD5" -> digest(PlainDigest.MD5, rest, 1);
            case "SSHA" -> digest(PlainDigest.SHA1, rest, 1);
            case "SSHA256" -> digest(PlainDigest.SHA256, rest, 1);
            case "SSHA512" -> digest(PlainDigest.SHA512, rest, 1);
            case "PBKDF2" -> new StoredForm.Pbkdf2(rest);
            case "ARGON2I", "ARGON2ID" -> new StoredForm.Argon(rest);
            case "SCRAM-SHA-1" -> scram(ScramHash.SHA_1, rest);
            case "SCRAM-SHA-256" -> scram(ScramHash.SHA_256, rest);
            case "SCRAM-SHA-512" -> scram(ScramHash.SHA_512, rest);
            case "CRAM-MD5", "HMAC-MD5" ->
                CramMd5Key.parse(rest).<StoredForm>map(StoredForm.Cram::new).orElseGet(StoredForm.Nothing::new);
            case "DIGEST-MD5" -> digestMd5(rest);
            default -> null;
        };
        return Optional.ofNullable(form);
    }

    private static StoredForm crypt(String text) {
        return text.startsWith("$argon2") ? new StoredForm.Argon(text) : new StoredForm.Crypt(text);
    }

    private static StoredForm scram(ScramHash hash, String text) {
        return ScramKeys.parse(hash, text)
                .<StoredForm>map(StoredForm.Scram::new)
                .orElseGet(StoredForm.Nothing::new);
    }

    private static StoredForm digestMd5(String text) {
        return text.matches("[0-9A-Fa-f]{32}")
                ? new StoredForm.DigestMd5(HexFormat.of().parseHex(text))
                : new StoredForm.Nothing();
    }

    /** A digest in hexadecimal digits or in base64, with at least so many octets of salt behind it. */
    private static StoredForm digest(PlainDigest algorithm, String text, int salt) {
        byte[] octets = octets(text, algorithm.octets(), salt);
        if (octets.length < algorithm.octets() + salt || salt == 0 && octets.length > algorithm.octets()) {
            return new StoredForm.Nothing();
        }
        return new StoredForm.Digest(
                algorithm,
                Arrays.copyOf(octets, algorithm.octets()),
                Arrays.copyOfRange(octets, algorithm.octets(), octets.length));
    }

    private static byte[] octets(String text, int digest, int salt) {
        boolean isHex = text.matches("[0-9A-Fa-f]+") && text.length() >= 2 * (digest + salt) && text.length() % 2 == 0;
        try {
            return isHex ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // neither
        }
    }
}
