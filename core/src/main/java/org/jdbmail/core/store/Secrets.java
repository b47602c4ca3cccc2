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

    /** The key that signs links to messages of a mailbox for a user (RFC 4467 §2.2); empty where there is none. */
    Optional<String> linkKey(long userId, long mailboxId);

    /** A new key of that kind, in place of the one before. */
    void putLinkKey(long userId, long mailboxId, String key, Instant when);

    /** Removes all keys of that kind that a user has. */
    void removeLinkKeys(long userId);

    /** A secret of the server's own, the same for all its processes: that of the name, or else one that is made now. */
    String own(String name, Supplier<String> ifNone, Instant when);

    /** As {@link #own}, but empty where there is none. */
    Optional<String> own(String name);
}
