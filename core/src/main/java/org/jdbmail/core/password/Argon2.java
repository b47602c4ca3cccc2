package org.jdbmail.core.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2 (RFC 9106) in the text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, or with {@code argon2i} as others wrote it. Each computation fills its own block of
 * memory, so only a few should run at a time.
 */
final class Argon2 {
    /** What new passwords get: OWASP's smallest memory setting, about 30 ms of one core. */
    private static final Cost DEFAULT = new Cost(19 * 1024, 2, 1);

    private static final int HASH_OCTETS = 32;

    /** More than this is not computed, wherever the stored form came from: 64 MiB, a few seconds. */
    private static final int MAX_MEMORY_KIB = 64 * 1024;

    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 8;

    private static final Pattern TEXT =
            Pattern.compile("\\$argon2(id|i)\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})"
                    + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{16,86})");

    private Argon2() {}

    private record Cost(int memoryKib, int passes, int lanes) {
        /** RFC 9106 §3.1: at least 8 blocks for each lane, one pass, one lane; and our own upper limits. */
        boolean isBearable() {
            return lanes >= 1
                    && lanes <= MAX_LANES
                    && passes >= 1
                    && passes <= MAX_PASSES
                    && memoryKib >= 8 * lanes
                    && memoryKib <= MAX_MEMORY_KIB;
        }
    }

    static String encode(byte[] password, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        byte[] hash = compute(Argon2Parameters.ARGON2_id, DEFAULT, salt, password, HASH_OCTETS);
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        DEFAULT.memoryKib,
                        DEFAULT.passes,
                        DEFAULT.lanes,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    static boolean matches(byte[] password, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        Cost cost = new Cost(
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
        int type = matcher.group(1).equals("id") ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i;
        if (!cost.isBearable()) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(matcher.group(5));
            byte[] hash = Base64.getDecoder().decode(matcher.group(6));
            return MessageDigest.isEqual(hash, compute(type, cost, salt, password, hash.length));
        } catch (IllegalArgumentException e) {
            return false; // not base64 after all
        }
    }

    private static byte[] compute(int type, Cost cost, byte[] salt, byte[] password, int octets) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(type)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .build();
        byte[] hash = new byte[octets];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        generator.generateBytes(password, hash);
        return hash;
    }
}
