package org.jdbmail.core.work;

import java.util.function.BooleanSupplier;

/**
 * For whom work is done. Turns go round between accounts and between addresses, so that neither many sessions of one account
 * nor many accounts behind one address get more than one of another.
 *
 * @param account the account; empty where none is known yet
 * @param address the address (of an IPv6 one the network of its customer); empty for none, such as our own upkeep
 * @param gone whether nobody waits for the result any more; asked now and then, by any thread
 */
public record Requester(String account, String address, BooleanSupplier gone) {
    /** The server itself, which always waits. */
    public static final Requester SERVER = new Requester("", "", () -> false);
}
