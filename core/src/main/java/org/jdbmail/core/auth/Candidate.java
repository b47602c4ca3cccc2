package org.jdbmail.core.auth;

import java.util.Optional;
import org.jdbmail.core.directory.Account;

/**
 * Somebody who has named an account and not proved anything yet.
 *
 * @param name as it was given
 * @param account what it means; empty where it means nothing, of which the peer must not learn
 * @param peer who that is
 * @param began when the attempt began, by {@link System#nanoTime}: all refusals take the same time from there
 */
public record Candidate(String name, Optional<Account> account, Peer peer, long began) {
    /** The same at another time: a peer that had to say more begins anew. */
    public Candidate now() {
        return new Candidate(name, account, peer, System.nanoTime());
    }
}
