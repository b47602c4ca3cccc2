package org.jdbmail.authd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jdbmail.core.sasl.Mechanism;

/**
 * What a client is told first, all at once and unasked, since Exim says nothing before it has heard our version. The mechanisms come
 * before SPID: Postfix and Exim take it for another service's socket otherwise.
 */
final class Greeting {
    /** Clients look at the first number only; with the second from 1 on SPID may follow the mechanisms. */
    private static final String VERSION = "VERSION\t1\t2\n";

    private static final int COOKIE_OCTETS = 16;

    private Greeting() {}

    static byte[] of(List<Mechanism> mechanisms, long connection) {
        StringBuilder text = new StringBuilder(VERSION);
        mechanisms.forEach(mechanism -> text.append("MECH\t")
                .append(mechanism.saslName())
                .append(words(mechanism))
                .append('\n'));
        byte[] cookie = new byte[COOKIE_OCTETS];
        new SecureRandom().nextBytes(cookie);
        text.append("SPID\t").append(ProcessHandle.current().pid()).append('\n');
        text.append("CUID\t").append(connection).append('\n');
        text.append("COOKIE\t").append(HexFormat.of().formatHex(cookie)).append("\nDONE\n");
        return text.toString().getBytes(US_ASCII);
    }

    /** What Postfix's smtpd_sasl_security_options go by. */
    private static String words(Mechanism mechanism) {
        return switch (mechanism) {
            case PLAIN, LOGIN, OAUTHBEARER, XOAUTH2 -> "\tplaintext";
            case CRAM_MD5 -> "\tdictionary\tactive";
            case DIGEST_MD5 -> "\tdictionary\tactive\tmutual-auth";
            case SCRAM_SHA_1, SCRAM_SHA_256, SCRAM_SHA_512 -> "\tmutual-auth";
            case SCRAM_SHA_1_PLUS, SCRAM_SHA_256_PLUS, SCRAM_SHA_512_PLUS -> "\tmutual-auth\tchannel-binding";
            case EXTERNAL -> "";
        };
    }
}
