package org.jdbmail.core.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

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

    private static boolean isPlain(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
