package org.jdbmail.core.directory;

import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.User;

/**
 * An account as who logs in meets it.
 *
 * @param user the account itself
 * @param credential what its password is compared with
 */
public record Account(User user, Credential credential) {}
