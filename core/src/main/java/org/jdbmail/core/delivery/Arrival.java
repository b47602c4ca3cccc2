package org.jdbmail.core.delivery;

import java.time.Instant;
import org.jdbmail.core.content.PreparedMessage;

/**
 * A message as it comes to one account.
 *
 * @param envelope what goes with it
 * @param recipient the recipient of the envelope that led here
 * @param target the account
 * @param message the message, with the fields of its {@link Trace} on top
 * @param received when it came
 */
public record Arrival(
        Envelope envelope, Recipient recipient, Target target, PreparedMessage message, Instant received) {}
