package org.jdbmail.core.moving.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** By what messages are known again: digests, told apart by their number where several messages have the same. */
public final class Origins {
    private final Map<String, Integer> seen = new HashMap<>();

    /** The origin of the next message with that digest. */
    public String next(byte[] digest) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        int before = seen.merge(text, 1, Integer::sum) - 1;
        return before == 0 ? text : text + "-" + before;
    }

    /** A new SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
