package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** Dovecot's {@code {PBKDF2}}: {@code $1$salt$rounds$} and 20 octets of PBKDF2-HMAC-SHA1 in hexadecimal digits. */
final class DovecotPbkdf2 {
    private static final Pattern FORM = Pattern.compile("\\$1\\$([^$]{1,64})\\$([0-9]{1,7})\\$([0-9A-Fa-f]{40})");
    private static final int MAX_ROUNDS = 1_000_000;
    private static final int BITS = 160;

    private DovecotPbkdf2() {}

    static boolean matches(byte[] password, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int rounds = Integer.parseInt(matcher.group(2));
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            return false;
        }
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA1Digest());
        generator.init(password, matcher.group(1).getBytes(US_ASCII), rounds);
        byte[] computed = ((KeyParameter) generator.generateDerivedMacParameters(BITS)).getKey();
        return MessageDigest.isEqual(computed, HexFormat.of().parseHex(matcher.group(3)));
    }
}
