package org.jdbmail.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.store.Credential;

/**
 * Remembers for a few minutes which passwords were right. Mail clients open many connections and log in on each; a hash that
 * is made to be slow would otherwise be computed every time, and a phone's five connections would hold a core for a fifth of
 * a second.
 *
 * <p>What is remembered is not the password but an HMAC, under a key that only this process has and never writes down, of
 * the account, its stored password and the password given. So a changed password is never found, a wrong one is never
 * remembered, and entries tell nothing to who reads the database or a backup. Who can read the memory of the process could
 * test guesses against an entry faster than against the slow hash; but the same reader sees the passwords of the sessions
 * that log in. The account's row is read before each look, so that disabling an account has effect at once.
 */
final class RecentLogins {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST = 10_000;
    private static final int SHORT = 4;
    private static final String ALGORITHM = "HmacSHA256";

    private final Cache<ByteBuffer, Boolean> right =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
    private final SecretKeySpec key;

    RecentLogins() {
        byte[] octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        this.key = new SecretKeySpec(octets, ALGORITHM);
    }

    /** What an attempt is remembered under. */
    ByteBuffer mark(long userId, Credential credential, Password password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, userId));
            // Each field is preceded by its length, so that no two attempts run together to the same octets.
            add(mac, credential.scheme().getBytes(UTF_8));
            add(mac, credential.encoded().getBytes(UTF_8));
            add(mac, password.octets());
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * What tells one wrong password for a name from another; too short to find the password by, also with the key.
     *
     * @param shared a key that all servers on the database have, so that they know a password that another has heard
     */
    static byte[] shortMark(byte[] shared, String name, Password password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(shared, ALGORITHM));
            add(mac, name.toLowerCase(Locale.ROOT).getBytes(UTF_8));
            add(mac, password.octets());
            return Arrays.copyOf(mac.doFinal(), SHORT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    boolean contains(ByteBuffer mark) {
        return right.getIfPresent(mark) != null;
    }

    void remember(ByteBuffer mark) {
        right.put(mark, Boolean.TRUE);
    }

    private static void add(Mac mac, byte[] field) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, field.length));
        mac.update(field);
    }
}
