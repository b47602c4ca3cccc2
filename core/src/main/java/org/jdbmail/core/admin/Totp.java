package org.jdbmail.core.admin;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** Codes that a phone shows, of six digits and half a minute (RFC 6238, with SHA-1, which is what the programs on phones know). */
public final class Totp {
    private static final int STEP_SECONDS = 30;
    private static final int SECRET_OCTETS = 20;

    private Totp() {}

    /** A new secret, in base 32. */
    public static String newSecret() {
        byte[] secret = new byte[SECRET_OCTETS];
        new SecureRandom().nextBytes(secret);
        return new Base32().encodeToString(secret).replace("=", "");
    }

    /** The step of time to which a code belongs: this one, the one before or the next, since clocks differ; empty for none. */
    public static OptionalLong stepOf(String secret, String code, Instant now) {
        String typed = code.replaceAll("\\s", "");
        if (!typed.matches("[0-9]{6}")) {
            return OptionalLong.empty();
        }
        long step = now.getEpochSecond() / STEP_SECONDS;
        OptionalLong found = OptionalLong.empty();
        // RFC 6238 §5.2
        for (long one = step - 1; one <= step + 1; one++) {
            if (code(secret, one).equals(typed)) {
                found = OptionalLong.of(one);
            }
        }
        return found;
    }

    /** The code of a moment. */
    public static String code(String secret, Instant now) {
        return code(secret, now.getEpochSecond() / STEP_SECONDS);
    }

    private static String code(String secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"));
            byte[] digest =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            // RFC 4226 §5.3
            int at = digest[digest.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(digest, at, Integer.BYTES).getInt() & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-1", e);
        }
    }
}
