package org.jdbmail.core.store;

import org.jdbmail.core.smtp.RecipientParameters;

/**
 * Whom mail is sent to.
 *
 * @param target an address, or {@code |command} or {@code !command}
 * @param parameters what the sender asked for
 */
public record OutgoingRecipient(String target, RecipientParameters parameters) {}
