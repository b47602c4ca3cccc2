package org.jdbmail.core.directory;

import java.util.Optional;
import java.util.OptionalLong;
import org.jdbmail.core.store.Credential;

/**
 * An account as a directory or database of somebody else's has it.
 *
 * @param login its name there
 * @param id the number that it has there, which is its row's here; empty where it has none
 * @param clientId a number for the administrator's own use; empty where it has none
 * @param quota the most octets of mail; 0 for no limit, empty where nothing is said there
 * @param active whether it may log in and be delivered to
 * @param stored its password, where that is told to whoever asks; empty where a password can only be tried
 * @param handle by what it is found again there
 */
public record ForeignAccount(
        String login,
        OptionalLong id,
        OptionalLong clientId,
        OptionalLong quota,
        boolean active,
        Optional<Credential> stored,
        String handle) {}
