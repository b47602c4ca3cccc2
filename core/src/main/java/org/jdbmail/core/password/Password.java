package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A password as it was given: octets, of which UTF-8 is only the usual meaning. It never prints itself, so that it cannot
 * reach a log or a message by way of string concatenation.
 */
public final class Password {
    /** The most octets that are taken; hashing longer ones would only be a way to keep the server busy. */
    public static final int MAX_OCTETS = 1024;

    private final byte[] octets;

    private Password(byte[] octets) {
        this.octets = octets;
    }

    /** A password of these octets, which are copied. */
    public static Password of(byte[] octets) {
        return new Password(octets.clone());
    }

    /** A password of the UTF-8 form of a text. */
    public static Password of(String text) {
        return new Password(text.getBytes(UTF_8));
    }

    /** Whether it is too long to be looked at. */
    public boolean isTooLong() {
        return octets.length > MAX_OCTETS;
    }

    /** Whether it has no octets at all. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** The octets themselves, not to be changed: for what compares or encodes them. */
    public byte[] octets() {
        return octets;
    }

    /** Overwrites the octets; the password is of no use afterwards. */
    public void wipe() {
        Arrays.fill(octets, (byte) 0);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "Password[…]";
    }
}
