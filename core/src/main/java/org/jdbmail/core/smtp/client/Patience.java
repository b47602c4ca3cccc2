package org.jdbmail.core.smtp.client;

import java.time.Duration;

/**
 * How long a server is waited for (RFC 5321 §4.5.3.2).
 *
 * @param connect for a connection
 * @param reply for the greeting and for the reply to a command
 * @param block for it to take a piece of a message
 * @param end for the reply to a whole message
 * @param all for everything that belongs to one message
 */
public record Patience(Duration connect, Duration reply, Duration block, Duration end, Duration all) {
    /** What the RFC asks for. */
    public static final Patience USUAL = new Patience(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofMinutes(60));
}
