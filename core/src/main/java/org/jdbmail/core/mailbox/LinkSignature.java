package org.jdbmail.core.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs links to messages (RFC 4467 §5) by HMAC-SHA-256. */
public final class LinkSignature {
    /** What a signature begins with: by which algorithm it was made (RFC 4467 §2.4.1). */
    private static final String ALGORITHM = "01";

    private static final int KEY_BYTES = 32;

    private LinkSignature() {}

    /** A key that nobody can guess, in hexadecimal digits. */
    public static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /**
     * The signature of a link, in hexadecimal digits.
     *
     * @param link as it is written, characters standing for octets
     */
    public static String of(String key, String link) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
            return ALGORITHM + HexFormat.of().formatHex(mac.doFinal(link.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Whether that is the signature of a link; takes as long whether it is or not. */
    public static boolean matches(String key, String link, String signature) {
        return MessageDigest.isEqual(
                of(key, link).getBytes(StandardCharsets.US_ASCII),
                signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
    }
}
