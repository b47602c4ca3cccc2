package org.jdbmail.core.origin;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.store.User;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * Hashes the bodies of messages: short ones at once, long ones where long work is done, in turns with that of others, since the thread of a session may be a virtual
 * one.
 */
final class Bodies {
    /** Octets that take some milliseconds. */
    static final int LONG = 1 << 20;

    private final Optional<WorkPool> pool;

    /** @param pool where long ones are hashed; without, in the thread of who asks */
    Bodies(Optional<WorkPool> pool) {
        this.pool = pool;
    }

    /** For whom the message of a caller is looked at. */
    static Requester of(Caller caller) {
        return new Requester(caller.login().map(User::login).orElse(""), caller.origin(), () -> false);
    }

    /**
     * The hashes.
     *
     * @param body the offset of the body
     * @throws org.jdbmail.core.mail.Refusal LIMIT or UNAVAILABLE where that can't be done now
     */
    Map<BodyForm, BodyHash> hashes(Requester requester, MessageBytes message, int body, Set<BodyForm> forms) {
        return pool.isEmpty() || forms.isEmpty() || message.size() - body < LONG
                ? BodyHashes.of(message, body, forms)
                : pool.get().call(requester, progress -> BodyHashes.of(message, body, forms, progress::check));
    }
}
