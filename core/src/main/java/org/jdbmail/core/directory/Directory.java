package org.jdbmail.core.directory;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Finds accounts. Asked outside of transactions; may wait for another server. Safe for any number of threads. */
public interface Directory {
    /**
     * The account that somebody means who gives that name at an address of ours.
     *
     * @param name as it was given, whatever its case
     * @param target our address that the client came to
     * @return empty where there is none, and where a rule refuses the name there
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE if it can't be told now
     */
    Optional<Account> find(String name, InetSocketAddress target);
}
