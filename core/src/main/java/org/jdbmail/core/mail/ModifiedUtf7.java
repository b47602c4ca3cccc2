package org.jdbmail.core.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The encoding in which names of mailboxes are stored and sent (RFC 3501 §5.1.3). */
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    /** The encoded form of a name in plain Unicode. */
    public static String encode(String name) {
        StringBuilder all = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at);
            if (isPlain(c)) {
                all.append(c == '&' ? "&-" : String.valueOf(c));
                at++;
            } else {
                int end = at;
                while (end < name.length() && !isPlain(name.charAt(end))) {
                    end++;
                }
                byte[] octets = name.substring(at, end).getBytes(StandardCharsets.UTF_16BE);
                String run = Base64.getEncoder().withoutPadding().encodeToString(octets);
                all.append('&').append(run.replace('/', ',')).append('-');
                at = end;
            }
        }
        return all.toString();
    }

    /**
     * The name in plain Unicode.
     *
     * @return null if this is not the encoded form of a name: each name has one only
     */
    public static @Nullable String decode(String encoded) {
        StringBuilder name = new StringBuilder(encoded.length());
        int at = 0;
        while (at < encoded.length()) {
            char c = encoded.charAt(at);
            int end = c == '&' ? encoded.indexOf('-', at) : at;
            if (!isPlain(c) || end < 0) {
                return null;
            }
            name.append(end <= at + 1 ? String.valueOf(c) : run(encoded.substring(at + 1, end)));
            at = end + 1;
        }
        // What is malformed was decoded into something else, which shows here; and so does what need not be encoded.
        String decoded = name.toString();
        return encode(decoded).equals(encoded) ? decoded : null;
    }

    private static String run(String base64) {
        try {
            byte[] octets = Base64.getDecoder().decode(base64.replace('/', '=').replace(',', '/'));
            return new String(octets, StandardCharsets.UTF_16BE);
        } catch (IllegalArgumentException e) {
            return "\ufffd";
        }
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
