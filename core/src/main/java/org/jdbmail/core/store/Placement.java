package org.jdbmail.core.store;

import org.jspecify.annotations.Nullable;

/**
 * One content in one place.
 *
 * @param content which of the delivery's contents
 * @param unlessRemembered where this is remembered already, nothing is put there; where it is not, it is from then on. Null for
 *     putting it there in any case
 */
public record Placement(
        int content, Destination destination, @Nullable Memory unlessRemembered) {
    /** The first content, in any case. */
    public static Placement plain(Destination destination) {
        return new Placement(0, destination, null);
    }

    boolean isPlain() {
        return content == 0 && unlessRemembered == null;
    }
}
