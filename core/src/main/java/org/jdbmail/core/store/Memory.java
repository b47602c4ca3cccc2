package org.jdbmail.core.store;

import java.time.Instant;
import org.jdbmail.core.digest.TextDigest;

/**
 * Something that was seen, for the account that saw it: so that it is noticed when it comes again.
 *
 * @param userId the account
 * @param digest what was seen, as 64 hexadecimal digits
 * @param until when it is to be forgotten
 */
public record Memory(long userId, String digest, Instant until) {
    /**
     * Remembers something.
     *
     * @param kind what sort of thing it is, so that different sorts don't meet
     * @param what the thing itself
     */
    public static Memory of(long userId, String kind, String what, Instant until) {
        return new Memory(userId, TextDigest.SHA256.of(kind + '\0' + what), until);
    }
}
