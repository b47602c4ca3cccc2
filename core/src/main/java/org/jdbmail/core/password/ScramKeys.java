package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a SCRAM server keeps of a password (RFC 5802 §3): enough to check a proof, and not to make one.
 *
 * @param hash the hash function
 * @param iterations of PBKDF2
 * @param salt of PBKDF2
 * @param storedKey what a proof is checked by
 * @param serverKey what we prove ourselves by
 */
@SuppressWarnings("ArrayRecordComponent") // compared octet by octet where that is meant
public record ScramKeys(ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    /** RFC 7677 §4 asks for at least so many; some clients refuse more than a few times of it. */
    public static final int USUAL_ITERATIONS = 4096;

    private static final int MAX_ITERATIONS = 1_000_000;

    /** As Dovecot writes it, and PostgreSQL. */
    private static final Pattern DOVECOT =
            Pattern.compile("([0-9]{1,7}),([A-Za-z0-9+/=]{1,256}),([A-Za-z0-9+/=]{1,128}),([A-Za-z0-9+/=]{1,128})");

    private static final Pattern POSTGRESQL =
            Pattern.compile("([0-9]{1,7}):([A-Za-z0-9+/=]{1,256})\\$([A-Za-z0-9+/=]{1,128}):([A-Za-z0-9+/=]{1,128})");

    /** Those of a password. */
    public static ScramKeys of(ScramHash hash, byte[] password, byte[] salt, int iterations) {
        byte[] salted = hash.salted(prepared(password), salt, iterations);
        byte[] clientKey = hash.hmac(salted, "Client Key".getBytes(US_ASCII));
        return new ScramKeys(
                hash,
                iterations,
                salt.clone(),
                hash.digest(clientKey),
                hash.hmac(salted, "Server Key".getBytes(US_ASCII)));
    }

    // RFC 5802 §2.2, Normalize(). What SASLprep forbids is taken as it is: better than an account that can't log in.
    private static byte[] prepared(byte[] password) {
        return SaslPrep.prepare(new String(password, UTF_8))
                .map(text -> text.getBytes(UTF_8))
                .orElse(password);
    }

    /** Reads a stored form, without its prefix. */
    static Optional<ScramKeys> parse(ScramHash hash, String text) {
        Matcher matcher = DOVECOT.matcher(text);
        if (!matcher.matches()) {
            matcher = POSTGRESQL.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
        }
        try {
            int iterations = Integer.parseInt(matcher.group(1));
            Base64.Decoder base64 = Base64.getDecoder();
            ScramKeys keys = new ScramKeys(
                    hash,
                    iterations,
                    base64.decode(matcher.group(2)),
                    base64.decode(matcher.group(3)),
                    base64.decode(matcher.group(4)));
            boolean isWhole = keys.storedKey.length == hash.octets() && keys.serverKey.length == hash.octets();
            return isWhole && iterations > 0 && iterations <= MAX_ITERATIONS ? Optional.of(keys) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64 after all
        }
    }

    /** The stored form with its prefix, as Dovecot writes it. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{" + hash.mechanism() + "}" + iterations + "," + base64.encodeToString(salt) + ","
                + base64.encodeToString(storedKey) + "," + base64.encodeToString(serverKey);
    }

    /** Whether they are those of that password. */
    boolean isOf(byte[] password) {
        return MessageDigest.isEqual(of(hash, password, salt, iterations).storedKey, storedKey);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "ScramKeys[…]";
    }
}
