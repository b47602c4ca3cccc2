package org.jdbmail.core.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A few sums that are quickly made.
 *
 * @param accounts how many there are
 * @param octets that they keep, as they are charged
 * @param overQuota accounts that have used nine tenths of what they may keep, or more
 * @param queued messages that wait to be sent
 * @param held recipients of them that are held
 * @param oldest when the oldest of them came
 */
public record Totals(long accounts, long octets, long overQuota, long queued, long held, Optional<Instant> oldest) {}
