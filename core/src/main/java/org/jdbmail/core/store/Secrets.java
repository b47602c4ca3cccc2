package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What accounts can prove themselves by beside {@code dbmail_users.passwd}, and what the server itself keeps to itself. */
public interface Secrets {
    /** How a password can be stored, as far as mechanisms that don't hear it need more than a hash. */
    enum Need {
        /** The password itself. */
        PLAINTEXT,
        /** That, or {@code {CRAM-MD5}}. */
        CRAM_MD5,
        /** That, or {@code {DIGEST-MD5}}. */
        DIGEST_MD5,
        /** That, or keys of that kind. */
        SCRAM_SHA_1,
        /** That, or keys of that kind. */
        SCRAM_SHA_256,
        /** That, or keys of that kind. */
        SCRAM_SHA_512
    }

    /** The secrets of an account, by kind and name. */
    List<Secret> of(long userId);

    /** Adds one, in place of the one of its kind and name. */
    void put(long userId, Secret secret);

    /** Removes one; returns whether it was there. */
    boolean remove(long userId, Secret.Kind kind, String name);

    /** Removes those that were made of the password. */
    void removeOfPassword(long userId);

    /** An app password was right. */
    void used(long userId, String name, Instant when);

    /** Whether every account that may log in, and has a password, is stored in a way that is enough for that; and there is one. */
    boolean allMeet(Need need);

    /** A secret of the server's own, the same for all its processes: that of the name, or else one that is made now. */
    String own(String name, Supplier<String> ifNone, Instant when);

    /** As {@link #own}, but empty where there is none. */
    Optional<String> own(String name);
}
