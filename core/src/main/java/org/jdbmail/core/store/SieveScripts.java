package org.jdbmail.core.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Sieve scripts of accounts ({@code dbmail_sievescripts}). Names are told exactly. */
public interface SieveScripts {
    /**
     * A script.
     *
     * @param text as it was put, byte for byte, in UTF-8
     * @param active whether it is the one that runs on delivery
     */
    record SieveScript(String name, String text, boolean active) {}

    /** All scripts of an account, by name. */
    List<SieveScript> list(long userId);

    /** Octets of all scripts of an account, by name. */
    Map<String, Long> sizes(long userId);

    /** The script of a name. */
    Optional<SieveScript> find(long userId, String name);

    /** The script that runs on delivery. */
    Optional<SieveScript> active(long userId);

    /**
     * The accounts with a script that runs on delivery; empty if they are more than so many, and none is told.
     */
    Optional<Set<Long>> activeOwners(int most);

    /**
     * Makes a script, or gives it another text; whether it is active stays as it is.
     *
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the database takes the name for that of another script
     */
    void put(long userId, String name, String text);

    /** Deletes a script; false if there was none. */
    boolean delete(long userId, String name);

    /**
     * Gives a script another name, which none of the account's has; false if there is no such script.
     *
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the database takes the name for that of another script
     */
    boolean rename(long userId, String name, String newName);

    /** Makes this script the only active one; null for none. */
    void activate(long userId, @Nullable String name);
}
