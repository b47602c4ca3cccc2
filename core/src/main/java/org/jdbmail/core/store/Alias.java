package org.jdbmail.core.store;

/**
 * One row of {@code dbmail_aliases}.
 *
 * @param alias the address, or {@code @domain}, or {@code user@}; compared without regard to case
 * @param deliverTo a user's id in digits, another alias, or a foreign address to forward to
 * @param clientId {@code client_idnr}
 */
public record Alias(String alias, String deliverTo, long clientId) {}
