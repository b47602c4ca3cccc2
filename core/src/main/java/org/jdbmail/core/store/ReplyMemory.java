package org.jdbmail.core.store;

import java.time.Instant;

/**
 * A reply that is made only if the same was not made of late ({@code dbmail_replycache}).
 *
 * @param to who gets it
 * @param from in whose name
 * @param handle what sort of reply: the same for replies of which one is enough
 * @param since a reply that was made after this counts
 * @param now the time that is noted for this one
 */
public record ReplyMemory(String to, String from, String handle, Instant since, Instant now) {}
