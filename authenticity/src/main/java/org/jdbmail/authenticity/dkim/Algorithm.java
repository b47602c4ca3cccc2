package org.jdbmail.authenticity.dkim;

import java.util.Arrays;
import java.util.Optional;

/** How a signature is made. That with SHA-1 is no longer believed (RFC 8301 §3.1). */
public enum Algorithm {
    /** RFC 6376 §3.3.2. */
    RSA_SHA256("rsa-sha256", "rsa", "SHA256withRSA"),
    /** RFC 8463 §3. */
    ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519");

    private final String word;
    private final String keyType;
    private final String provided;

    Algorithm(String word, String keyType, String provided) {
        this.word = word;
        this.keyType = keyType;
        this.provided = provided;
    }

    /** Its name in a signature. */
    public String word() {
        return word;
    }

    /** The kind of its keys, as records name it. */
    public String keyType() {
        return keyType;
    }

    /** Java's name of it. */
    String provided() {
        return provided;
    }

    /** By its name in a signature. */
    static Optional<Algorithm> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.word.equalsIgnoreCase(name))
                .findFirst();
    }

    /** By the kind of keys. */
    public static Optional<Algorithm> ofKeyType(String name) {
        return Arrays.stream(values())
                .filter(each -> each.keyType.equalsIgnoreCase(name))
                .findFirst();
    }
}
