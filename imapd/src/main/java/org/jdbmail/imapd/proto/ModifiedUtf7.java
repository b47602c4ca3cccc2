package org.jdbmail.imapd.proto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The encoding of mailbox names (RFC 3501 §5.1.3): whether a name keeps to it. */
final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    /** Whether the name is printable ASCII whose runs between '&amp;' and '-' are well-formed and needed. */
    static boolean isValid(String name) {
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
            if (c == '&') {
                int end = name.indexOf('-', i);
                if (end < 0 || end > i + 1 && !isRun(name.substring(i + 1, end))) {
                    return false;
                }
                i = end;
            }
            i++;
        }
        return true;
    }

    private static boolean isRun(String run) {
        if (run.indexOf('=') >= 0 || run.indexOf('/') >= 0 || run.length() % 4 == 1) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(run.replace(',', '/').getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length == 0 || bytes.length % 2 != 0) {
            return false;
        }
        for (int i = 0; i < bytes.length; i += 2) {
            char c = (char) ((bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF);
            // RFC 3501 §5.1.3: what can stand for itself must not be encoded.
            if (c >= 0x20 && c <= 0x7E) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i += 2;
                if (i >= bytes.length
                        || !Character.isLowSurrogate((char) ((bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
