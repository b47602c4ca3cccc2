package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jdbmail.core.digest.TextDigest;

/** The secret of DIGEST-MD5: H(user:realm:password). */
public final class DigestMd5Key {
    private DigestMd5Key() {}

    /** That of a password. */
    public static byte[] of(String user, String realm, byte[] password) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(octets(user));
        all.write(':');
        all.writeBytes(octets(realm));
        all.write(':');
        all.writeBytes(octets(new String(password, UTF_8)));
        return TextDigest.MD5.digest(all.toByteArray());
    }

    // RFC 2831 §2.1.2.1: what fits ISO 8859-1 is hashed in it.
    private static byte[] octets(String text) {
        return text.chars().allMatch(c -> c <= 0xff) ? text.getBytes(ISO_8859_1) : text.getBytes(UTF_8);
    }
}
