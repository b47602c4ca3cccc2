package org.jdbmail.core.delivery;

import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;

/**
 * A recipient that was accepted.
 *
 * @param address as the peer named it
 * @param parameters what the peer said beside it
 * @param meaning whom it means
 */
public record Recipient(EnvelopeAddress address, RecipientParameters parameters, Resolution.Found meaning) {}
