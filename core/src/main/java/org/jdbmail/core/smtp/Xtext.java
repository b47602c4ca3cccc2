package org.jdbmail.core.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The encoding of parameter values (RFC 3461 §4): {@code +} with two upper-case hexadecimal digits stands for an octet. */
public final class Xtext {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Xtext() {}

    /** Encodes a value; what is beyond ASCII stays, for servers that know UTF-8 (RFC 6533 §3). */
    public static String encode(String text) {
        StringBuilder all = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '+' || c == '=' || c == 0x7f) {
                all.append('+').append(HEX.toHexDigits((byte) c));
            } else {
                all.append(c);
            }
        }
        return all.toString();
    }

    /** The text behind it; octets that are not UTF-8 are an error as well. */
    static String decode(String encoded) throws SmtpSyntaxException {
        if (encoded.indexOf('+') < 0) {
            return checked(encoded);
        }
        checked(encoded);
        byte[] octets = encoded.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '+') {
                if (i + 2 >= octets.length) {
                    throw bad();
                }
                octet = (byte) (hex(octets[i + 1]) << 4 | hex(octets[i + 2]));
                i += 2;
            }
            octets[length++] = octet;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad();
        }
    }

    private static String checked(String encoded) throws SmtpSyntaxException {
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '=') {
                throw bad();
            }
        }
        return encoded;
    }

    // Some senders write the digits in lower case.
    private static int hex(byte digit) throws SmtpSyntaxException {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw bad();
        }
        return value;
    }

    private static SmtpSyntaxException bad() {
        return new SmtpSyntaxException(501, "5.5.4", "parameter value not understood");
    }
}
